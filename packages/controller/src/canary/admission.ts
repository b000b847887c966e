import { isDeepStrictEqual } from 'node:util';
import { nextStatus } from '@flagger/core';
import type { CanaryWriter, EventSink } from '@flagger/core';
import type { Canary, CanaryStatus, Clock, Logger } from '@flagger/sdk';
import { opinionIn, withOpinion, withoutOpinion } from './accepted-condition.ts';
import type { Opinion, Refusal } from './accepted-condition.ts';

/** How an opinion about a spec is told. */
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
 * @differs Flagger only logs: `operator.test.ts` "says so once on itself, and is run when it is mended"
 */
export async function refuse(canary: Canary, refusal: Refusal, parts: AdmissionParts, signal: AbortSignal): Promise<void> {
  await tell(canary, { status: 'False', ...refusal }, parts, signal);
}

/** Takes a refusal back, where there was one; doubts are said as a refusal is. Gives the canary as it then stands. */
export async function accept(canary: Canary, doubts: readonly string[], parts: AdmissionParts, signal: AbortSignal): Promise<Canary> {
  if (doubts.length > 0) return tell(canary, { status: 'True', reason: 'Doubtful', message: `doubtful canary spec: ${doubts.join('; ')}` }, parts, signal);
  if (opinionIn(canary.status?.conditions) === undefined) return canary;
  const { conditions, ...status }: CanaryStatus = canary.status ?? {};
  const left = withoutOpinion(conditions);
  return parts.writer.writeStatus(canary, { ...status, ...(left.length > 0 && { conditions: left }) }, signal);
}

async function tell(canary: Canary, opinion: Opinion, { clock, logger, writer, events }: AdmissionParts, signal: AbortSignal): Promise<Canary> {
  const { metadata: { name, namespace = '' }, status } = canary;
  if (isDeepStrictEqual(opinionIn(status?.conditions), opinion)) return canary;
  logger[opinion.status === 'True' ? 'warn' : 'error'](opinion.message, { canary: `${name}.${namespace}` });
  events.record({ canary, type: 'Warning', message: opinion.message });
  const next = opinion.status === 'True' ? begun(canary, clock.now()) : (status ?? {});
  return writer.writeStatus(canary, { ...next, conditions: withOpinion(next.conditions, opinion, clock.now()) }, signal);
}

/** What is run has a phase before anything else is said of it. */
function begun({ spec, status = {} }: Canary, nowMs: number): CanaryStatus {
  if (status.phase) return status;
  return nextStatus(status, { kind: 'phase', phase: 'Initializing' }, { nowMs, kind: spec.targetRef.kind, iterations: 0, revision: undefined });
}
