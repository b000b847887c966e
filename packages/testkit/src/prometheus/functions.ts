import { PromqlError } from './expression.ts';
import { histogramQuantile } from './histogram-quantile.ts';
import { RANGE_FUNCTIONS } from './range-functions.ts';
import { withoutName } from './value.ts';
import type { Point, Value } from './value.ts';

type Apply = (args: readonly Value[], nowMs: number) => Value;

const POINTWISE: Readonly<Record<string, (value: number) => number>> = {
  abs: Math.abs, ceil: Math.ceil, floor: Math.floor, round: Math.round, sqrt: Math.sqrt, exp: Math.exp, ln: Math.log,
};

const FUNCTIONS: Readonly<Record<string, Apply>> = {
  vector: ([value]) => ({ kind: 'vector', points: [{ labels: {}, value: scalar('vector', value) }] }),
  scalar: ([value]) => {
    const points = vector('scalar', value);
    return { kind: 'scalar', value: points.length === 1 ? (points[0]?.value ?? Number.NaN) : Number.NaN };
  },
  time: (_, nowMs) => ({ kind: 'scalar', value: nowMs / 1000 }),
  absent: ([value]) => ({ kind: 'vector', points: vector('absent', value).length === 0 ? [{ labels: {}, value: 1 }] : [] }),
  histogram_quantile: ([quantile, buckets]) => ({
    kind: 'vector', points: histogramQuantile(scalar('histogram_quantile', quantile), vector('histogram_quantile', buckets)),
  }),
  clamp_min: ([points, least]) => mapPoints(vector('clamp_min', points), value => Math.max(value, scalar('clamp_min', least))),
  clamp_max: ([points, most]) => mapPoints(vector('clamp_max', points), value => Math.min(value, scalar('clamp_max', most))),
};

/** Calls a function of PromQL. @throws PromqlError bad_data for an argument of the wrong type, execution for a function that is not supported */
export function callFunction(name: string, args: readonly Value[], nowMs: number): Value {
  if (Object.hasOwn(RANGE_FUNCTIONS, name)) return overRange(name, args[0]);
  const pointwise = Object.hasOwn(POINTWISE, name) ? POINTWISE[name] : undefined;
  if (pointwise !== undefined) return mapPoints(vector(name, args[0]), pointwise);
  const apply = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (apply === undefined) throw new PromqlError('execution', `function ${name} is not supported`);
  return apply(args, nowMs);
}

function overRange(name: string, arg: Value | undefined): Value {
  if (arg?.kind !== 'matrix') throw wrongType(name, 'range vector', arg);
  const points = arg.series.flatMap(({ labels, samples }): readonly Point[] => {
    const value = RANGE_FUNCTIONS[name]?.({ samples, rangeMs: arg.rangeMs, endMs: arg.endMs });
    return value === undefined ? [] : [{ labels: withoutName(labels), value }];
  });
  return { kind: 'vector', points };
}

function mapPoints(points: readonly Point[], change: (value: number) => number): Value {
  return { kind: 'vector', points: points.map(({ labels, value }) => ({ labels: withoutName(labels), value: change(value) })) };
}

function scalar(name: string, arg: Value | undefined): number {
  if (arg?.kind !== 'scalar') throw wrongType(name, 'scalar', arg);
  return arg.value;
}

function vector(name: string, arg: Value | undefined): readonly Point[] {
  if (arg?.kind !== 'vector') throw wrongType(name, 'instant vector', arg);
  return arg.points;
}

function wrongType(name: string, expected: string, got: Value | undefined): PromqlError {
  return new PromqlError('bad_data', `expected type ${expected} in call to function "${name}", got ${got?.kind ?? 'nothing'}`);
}
