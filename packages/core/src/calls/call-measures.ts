import { isCanaryError } from '@flagger/sdk';
import type { Clock, ErrorCode } from '@flagger/sdk';

/** Whom a call went to: a metric service, a hook, or a channel. */
export type CallKind = 'metric-query' | 'webhook' | 'alert';

/** Told of each call to somebody else. */
export interface CallMeasures {
  /** `name`: the type of the metric provider, hook or channel; `failure`: undefined where it was answered. */
  called(kind: CallKind, name: string, call: { readonly seconds: number; readonly failure: ErrorCode | 'Unexpected' | undefined }): void;
}

/** What measuring a call needs; without `calls`, nobody is told. */
export interface CallContext {
  readonly clock: Clock;
  readonly calls?: CallMeasures | undefined;
}

/** Makes a call and tells how long it took and what became of it. One that is called off has no outcome; one without a value was answered. */
export async function measured<T>({ kind, name, signal }: { kind: CallKind; name: string; signal: AbortSignal }, { clock, calls }: CallContext, run: () => Promise<T>): Promise<T> {
  const startedAt = clock.now();
  const tell = (failure: ErrorCode | 'Unexpected' | undefined): void => calls?.called(kind, name, { seconds: (clock.now() - startedAt) / 1000, failure });
  try {
    const answer = await run();
    tell(undefined);
    return answer;
  } catch (error) {
    if (!signal.aborted) tell(isCanaryError(error, 'NoValues') ? undefined : isCanaryError(error) ? error.code : 'Unexpected');
    throw error;
  }
}
