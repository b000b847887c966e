import type { MetricProvider } from '@flagger/sdk';
import { measured } from '../calls/call-measures.ts';
import { withoutSecrets } from '../calls/redact.ts';
import type { MetricContext } from './metric-context.ts';
import type { SharedAnswers } from './shared-answers.ts';

/** How a client is guarded. */
export interface Guard {
  /** `spec.provider.type`. */
  readonly type: string;
  /** What no failure may tell. */
  readonly secrets: readonly string[];
  /** Who else may have the answer; absent where nobody. */
  readonly shared?: { readonly answers: SharedAnswers; readonly asker: string; readonly keyOf: (query: string) => Promise<string> } | undefined;
}

/** A client whose requests are measured, whose failures tell no secret, and whose answers go to all that ask the same. */
export function guardedClient(client: MetricProvider, { type, secrets, shared }: Guard, context: Pick<MetricContext, 'clock' | 'calls'>): MetricProvider {
  const ask = (query: string, signal: AbortSignal): Promise<number | 'no-values'> =>
    withoutSecrets(secrets, () => measured({ kind: 'metric-query', name: type, signal }, context, () => client.query(query, signal)));
  return {
    query: async (query, signal) => {
      if (shared === undefined) return ask(query, signal);
      return shared.answers.answer({ key: await shared.keyOf(query), asker: shared.asker }, own => ask(query, own), signal);
    },
    probe: signal => withoutSecrets(secrets, () => client.probe(signal)),
  };
}
