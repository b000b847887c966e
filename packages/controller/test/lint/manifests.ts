/** A canary with which all is well. */
export const CANARY = `apiVersion: flagger.app/v1beta1
kind: Canary
metadata:
  name: podinfo
  namespace: test
spec:
  provider: istio
  targetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: podinfo
  service:
    port: 80
  analysis:
    interval: 1m
    threshold: 5
    stepWeight: 10
`;

/** A MetricTemplate that asks for a variable. */
export const TEMPLATE = `apiVersion: flagger.app/v1beta1
kind: MetricTemplate
metadata:
  name: errors
  namespace: test
spec:
  provider:
    type: prometheus
    address: http://prometheus:9090
  query: errors{app="{{ target }}",level="{{ variables.level }}"}[{{ interval }}]
`;

/** An AlertProvider. */
export const CHANNEL = `apiVersion: flagger.app/v1beta1
kind: AlertProvider
metadata:
  name: chat
  namespace: test
spec:
  type: slack
  address: http://chat.example/hook
`;

/** Manifests in one text. */
export const together = (...texts: readonly string[]): string => texts.join('---\n');
