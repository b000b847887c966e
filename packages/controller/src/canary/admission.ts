import type { CanaryWriter, EventSink } from '@flagger/core';
import type { Canary, CanaryStatus, Clock, Logger } from '@flagger/sdk';
import { refusalIn, withoutRefusal, withRefusal } from './accepted-condition.ts';
import type { Refusal } from './accepted-condition.ts';

/** How a refusal is told. */
export interface AdmissionParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly writer: CanaryWriter;
  readonly events: EventSink;
}

/**
 * Says on the canary why it isn't run, once: a log line, a Kubernetes Event and a condition.
 *
 * @source flagger pkg/controller/controller.go
 * @differs Flagger only logs, and runs on a canary that became invalid later. Test: operator "is not run any more when it becomes invalid"
 */
export async function refuse(canary: Canary, refusal: Refusal, parts: AdmissionParts, signal: AbortSignal): Promise<void> {
  const told = refusalIn(canary.status?.conditions);
  if (told?.reason === refusal.reason && told.message === refusal.message) return;
  const { name, namespace = '' } = canary.metadata;
  parts.logger.error(refusal.message, { canary: `${name}.${namespace}` });
  parts.events.record({ canary, type: 'Warning', message: refusal.message });
  await parts.writer.writeStatus(canary, { ...canary.status, conditions: withRefusal(canary.status?.conditions, refusal, parts.clock.now()) }, signal);
}

/** Takes a refusal back, where there was one. */
export async function accept(canary: Canary, { writer }: AdmissionParts, signal: AbortSignal): Promise<Canary> {
  if (refusalIn(canary.status?.conditions) === undefined) return canary;
  const { conditions, ...status }: CanaryStatus = canary.status ?? {};
  const left = withoutRefusal(conditions);
  return writer.writeStatus(canary, { ...status, ...(left.length > 0 && { conditions: left }) }, signal);
}
