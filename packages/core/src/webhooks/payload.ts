import type { Canary } from '@flagger/sdk';
import { statusChecksum } from './checksum.ts';

/** What a webhook is told; without metadata the key is left out. @source flagger CanaryWebhookPayload */
export interface HookPayload {
  readonly name: string;
  readonly namespace: string;
  readonly phase: string;
  readonly checksum: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** The payload for a canary in a phase. */
export function hookPayload(canary: Canary, phase: string, metadata: Readonly<Record<string, string>> = {}): HookPayload {
  return {
    name: canary.metadata.name,
    namespace: canary.metadata.namespace ?? '',
    phase,
    checksum: statusChecksum(canary.status ?? {}),
    ...(Object.keys(metadata).length > 0 && { metadata }),
  };
}
