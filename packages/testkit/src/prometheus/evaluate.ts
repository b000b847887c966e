import { aggregate } from './aggregate.ts';
import { applyBinary } from './binary-operators.ts';
import { PromqlError } from './expression.ts';
import type { Expression } from './expression.ts';
import { callFunction } from './functions.ts';
import type { SampleHistory } from './sample-history.ts';
import { withoutName } from './value.ts';
import type { Point, Value } from './value.ts';

/** How far back an instant selector looks for the last sample. */
const LOOKBACK_MS = 5 * 60_000;

/** Evaluates an expression at a time. @throws PromqlError */
export function evaluate(expression: Expression, history: SampleHistory, atMs: number): Value {
  const value = (part: Expression): Value => evaluate(part, history, atMs);
  switch (expression.kind) {
    case 'number': return { kind: 'scalar', value: expression.value };
    case 'selector': return select(expression, history, atMs - expression.offsetMs);
    case 'call': return callFunction(expression.name, expression.args.map(value), atMs);
    case 'aggregate': return { kind: 'vector', points: aggregate(expression.operator, points(value(expression.of)), expression.grouping) };
    case 'negate': return negate(value(expression.of));
    case 'binary': return applyBinary(expression, value(expression.left), value(expression.right));
  }
}

function select({ matchers, rangeMs }: Extract<Expression, { kind: 'selector' }>, history: SampleHistory, endMs: number): Value {
  if (rangeMs !== undefined) return { kind: 'matrix', series: history.select(matchers, endMs - rangeMs, endMs), rangeMs, endMs };
  const found = history.select(matchers, endMs - LOOKBACK_MS, endMs);
  return { kind: 'vector', points: found.map(({ labels, samples }) => ({ labels, value: samples.at(-1)?.value ?? Number.NaN })) };
}

function negate(value: Value): Value {
  if (value.kind === 'scalar') return { kind: 'scalar', value: -value.value };
  return { kind: 'vector', points: points(value).map(point => ({ labels: withoutName(point.labels), value: -point.value })) };
}

function points(value: Value): readonly Point[] {
  if (value.kind === 'vector') return value.points;
  throw new PromqlError('bad_data', `expected type instant vector, got ${value.kind === 'matrix' ? 'range vector' : value.kind}`);
}
