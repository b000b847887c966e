import type { Canary } from '@flagger/sdk';
import type { Announcement } from '../decide/effect.ts';
import { sendEventHook } from '../webhooks/event-hook.ts';
import type { CanaryPorts } from './ports.ts';

/**
 * Says something about a canary in three ways: a log line, a Kubernetes Event and an event webhook. None of them is waited for.
 *
 * @source flagger pkg/controller/events.go recordEventInfof
 */
export function announce(ports: CanaryPorts, canary: Canary, { type, level, message, phase }: Omit<Announcement, 'phase'> & { readonly phase?: string }): void {
  ports.logger[level](message);
  ports.events.record({ canary, type, message });
  sendEventHook({ canary, type, message, phase: phase ?? canary.status?.phase ?? '' }, ports);
}
