import type { Alert, AlertField, Canary } from '@flagger/sdk';

/** What an alert says, and whether it carries the table of the canary's settings. */
export interface AlertNews {
  readonly severity: Alert['severity'];
  readonly message: string;
  readonly fields: boolean;
}

const DEFAULT_DEADLINE_S = 600;

/** An alert as channels get it. @source flagger pkg/controller/events.go alert, alertMetadata */
export function buildAlert(canary: Canary, { severity, message, fields }: AlertNews, clusterName: string): Alert {
  return {
    canary: { name: canary.metadata.name, namespace: canary.metadata.namespace ?? '' },
    severity,
    message,
    fields: [...(clusterName === '' ? [] : [{ name: 'Cluster', value: clusterName }]), ...(fields ? settings(canary) : [])],
  };
}

function settings({ spec, metadata }: Canary): AlertField[] {
  const routing = routingText(spec.analysis);
  return [
    { name: 'Target', value: `${spec.targetRef.kind}/${spec.targetRef.name}.${metadata.namespace ?? ''}` },
    { name: 'Failed checks threshold', value: String(Math.max(1, spec.analysis.threshold ?? 0)) },
    { name: 'Progress deadline', value: `${spec.progressDeadlineSeconds ?? DEFAULT_DEADLINE_S}s` },
    ...(routing === undefined ? [] : [{ name: 'Traffic routing', value: routing }]),
  ];
}

/** `max` is the raw field, 0 where it is left to its default. */
function routingText({ stepWeight = 0, stepWeights = [], maxWeight = 0, match = [], iterations = 0 }: Canary['spec']['analysis']): string | undefined {
  if (stepWeight > 0) return `Weight step: ${stepWeight} max: ${maxWeight}`;
  if (stepWeights.length > 0) return `Weight steps: ${stepWeights.join(',')} max: ${maxWeight}`;
  if (match.length > 0) return 'A/B Testing';
  return iterations > 0 ? 'Blue/Green' : undefined;
}
