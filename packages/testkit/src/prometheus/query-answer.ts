import { PromqlError } from './expression.ts';
import { evaluate } from './evaluate.ts';
import { parsePromql } from './parse-promql.ts';
import type { SampleHistory } from './sample-history.ts';
import type { Value } from './value.ts';

/** An answer of `/api/v1/query`. */
export interface QueryAnswer {
  readonly status: 200 | 400 | 422;
  readonly body: object;
}

/** Answers an instant query as Prometheus does. */
export function answerQuery(query: string, history: SampleHistory, atMs: number): QueryAnswer {
  try {
    return { status: 200, body: { status: 'success', data: render(evaluate(parsePromql(query), history, atMs), atMs) } };
  } catch (error) {
    if (!(error instanceof PromqlError)) throw error;
    const status = error.type === 'bad_data' ? 400 : 422;
    return { status, body: { status: 'error', errorType: error.type, error: error.message } };
  }
}

function render(value: Value, atMs: number): object {
  const sample = (at: number, number: number): readonly [number, string] => [at / 1000, renderNumber(number)];
  switch (value.kind) {
    case 'scalar': return { resultType: 'scalar', result: sample(atMs, value.value) };
    case 'vector': return {
      resultType: 'vector', result: value.points.map(point => ({ metric: point.labels, value: sample(atMs, point.value) })),
    };
    case 'matrix': return {
      resultType: 'matrix',
      result: value.series.map(({ labels, samples }) => ({ metric: labels, values: samples.map(at => sample(at.atMs, at.value)) })),
    };
  }
}

function renderNumber(value: number): string {
  if (Number.isFinite(value) || Number.isNaN(value)) return String(value);
  return value > 0 ? '+Inf' : '-Inf';
}
