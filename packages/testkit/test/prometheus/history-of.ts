import { SampleHistory } from '../../src/prometheus/sample-history.ts';
import type { Labels } from '../../src/prometheus/sample-history.ts';
import { answerQuery } from '../../src/prometheus/query-answer.ts';

/** The time that queries are asked at, in milliseconds. */
export const NOW = 600_000;

/** A series with the last of its values at {@link NOW}, one every ten seconds. */
export type Row = readonly [name: string, labels: Labels, ...values: readonly number[]];

/** A history with these series. */
export function historyOf(rows: readonly Row[]): SampleHistory {
  const history = new SampleHistory();
  for (const [name, labels, ...values] of rows) {
    values.forEach((value, index) => history.add({ __name__: name, ...labels }, { atMs: NOW - 10_000 * (values.length - 1 - index), value }));
  }
  return history;
}

/** The result of a query at {@link NOW}, as `labels value` pairs; a refused one gives its error. */
export function ask(query: string, history: SampleHistory): unknown {
  const body = answerQuery(query, history, NOW).body as {
    readonly error?: string;
    readonly data?: { readonly resultType: string; readonly result: readonly { readonly metric: Labels; readonly value: readonly [number, string] }[] };
  };
  if (body.data?.resultType !== 'vector') return body.data?.result ?? body.error;
  return body.data.result.map(({ metric, value }) => [metric, Number(value[1])]);
}
