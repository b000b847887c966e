import type { CanaryPhase } from '@flagger/sdk';
import type { Effect } from './effect.ts';
import type { Snapshot } from './snapshot.ts';

/** An event of type Normal. */
export function normal(message: string, phase?: CanaryPhase): Effect {
  return { kind: 'event', type: 'Normal', level: 'info', message, ...(phase && { phase }) };
}

/** An event of type Warning. */
export function warning(message: string, options: { level?: 'info' | 'error'; phase?: CanaryPhase } = {}): Effect {
  return { kind: 'event', type: 'Warning', level: 'info', message, ...options };
}

/** A Warning that is not repeated within an interval. */
export function waiting(topic: string, message: string): Effect {
  return { kind: 'notice', topic, type: 'Warning', level: 'info', message };
}

/** `NAME.NAMESPACE` of the canary. */
export function canaryId({ canary }: Snapshot): string {
  return `${canary.metadata.name}.${canary.metadata.namespace ?? ''}`;
}

/** `NAME.NAMESPACE` of the target. */
export function targetId({ canary }: Snapshot): string {
  return `${canary.spec.targetRef.name}.${canary.metadata.namespace ?? ''}`;
}

/** `NAME.NAMESPACE` of the primary. */
export function primaryId({ canary }: Snapshot): string {
  return `${canary.spec.targetRef.name}-primary.${canary.metadata.namespace ?? ''}`;
}

/** The events of gates that opened, such as `Pre-rollout check NAME passed`. */
export function passedGates(label: string, names: readonly string[]): Effect[] {
  return names.map(name => normal(`${label} check ${name} passed`));
}
