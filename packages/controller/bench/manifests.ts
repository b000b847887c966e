import type { Canary, Manifest, ResourceType } from '@flagger/sdk';

/** Everything that is measured is here. */
export const NAMESPACE = 'bench';

/** A Deployment, as far as it is written here. */
export interface Deployment extends Manifest {
  readonly spec: Readonly<Record<string, unknown>>;
}

/** Targets. */
export const DEPLOYMENTS: ResourceType<Deployment> = { apiVersion: 'apps/v1', kind: 'Deployment', plural: 'deployments', namespaced: true };

/** Namespaces. */
export const NAMESPACES: ResourceType = { apiVersion: 'v1', kind: 'Namespace', plural: 'namespaces', namespaced: false };

/** What a target runs; a change of the image is a new revision. */
export function podTemplate(name: string, image: string): Readonly<Record<string, unknown>> {
  return {
    metadata: { labels: { app: name } },
    spec: { containers: [{ name: 'podinfod', image, ports: [{ name: 'http', containerPort: 9898 }] }] },
  };
}

/** A target with one replica. */
export function deployment(name: string): Deployment {
  return {
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace: NAMESPACE, labels: { app: name } },
    spec: { replicas: 1, selector: { matchLabels: { app: name } }, progressDeadlineSeconds: 600, template: podTemplate(name, 'podinfo:1') },
  };
}

/** A canary that shifts half of the traffic for one interval of ten seconds, and judges it by both built-in checks. */
export function canary(name: string): Canary {
  return {
    apiVersion: 'flagger.app/v1beta1', kind: 'Canary', metadata: { name, namespace: NAMESPACE },
    spec: {
      provider: 'istio',
      targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      progressDeadlineSeconds: 600,
      service: { port: 80, targetPort: 9898 },
      analysis: {
        interval: '10s', threshold: 2, stepWeight: 50, maxWeight: 50,
        metrics: [
          { name: 'request-success-rate', thresholdRange: { min: 99 }, interval: '1m' },
          { name: 'request-duration', thresholdRange: { max: 500 }, interval: '30s' },
        ],
      },
    },
  };
}
