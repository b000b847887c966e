import { PromqlError } from './expression.ts';
import type { Matching } from './expression.ts';
import { labelsId } from './sample-history.ts';
import type { Labels } from './sample-history.ts';
import { omit, pick, withoutName } from './value.ts';
import type { Point, Value } from './value.ts';

type Arithmetic = (left: number, right: number) => number;
type Comparison = (left: number, right: number) => boolean;

const ARITHMETIC: Readonly<Record<string, Arithmetic>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
  '^': (left, right) => left ** right,
};

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '>': (left, right) => left > right,
  '<': (left, right) => left < right,
  '>=': (left, right) => left >= right,
  '<=': (left, right) => left <= right,
};

/** An operator with how its sides find each other. */
export interface BinaryOperation {
  readonly operator: string;
  readonly matching: Matching;
  /** A comparison answers 0 or 1 instead of filtering. */
  readonly bool: boolean;
}

/** Applies an operator. @throws PromqlError execution */
export function applyBinary(operation: BinaryOperation, left: Value, right: Value): Value {
  if (left.kind === 'matrix' || right.kind === 'matrix') throw new PromqlError('bad_data', 'binary expression must contain only scalar and instant vector types');
  if (['and', 'or', 'unless'].includes(operation.operator)) return applySet(operation, left, right);
  if (left.kind === 'scalar' && right.kind === 'scalar') return scalars(operation, left.value, right.value);
  return { kind: 'vector', points: pairs(operation, left, right).flatMap(pair => compute(operation, pair)) };
}

interface Pair {
  readonly labels: Labels;
  readonly left: number;
  readonly right: number;
  /** What a filter lets through. */
  readonly kept: Point;
}

function pairs({ matching }: BinaryOperation, left: Value, right: Value): readonly Pair[] {
  if (left.kind === 'vector' && right.kind === 'scalar') {
    return left.points.map(point => ({ labels: withoutName(point.labels), left: point.value, right: right.value, kept: point }));
  }
  if (left.kind === 'scalar' && right.kind === 'vector') {
    return right.points.map(point => ({ labels: withoutName(point.labels), left: left.value, right: point.value, kept: point }));
  }
  return vectorPairs(matching, left.kind === 'vector' ? left.points : [], right.kind === 'vector' ? right.points : []);
}

function vectorPairs(matching: Matching, left: readonly Point[], right: readonly Point[]): readonly Pair[] {
  const sideOf = (point: Point): Labels => signature(matching, point.labels);
  const byRight = Map.groupBy(right, point => labelsId(sideOf(point)));
  const byLeft = Map.groupBy(left, point => labelsId(sideOf(point)));
  return [...byLeft].flatMap(([id, points]) => {
    const partners = byRight.get(id) ?? [];
    const [point] = points;
    const [partner] = partners;
    if (point === undefined || partner === undefined) return [];
    if (points.length > 1 || partners.length > 1) {
      throw new PromqlError('execution', `found duplicate series for the match group ${id}: many-to-many matching not allowed: matching labels must be unique on one side`);
    }
    return [{ labels: sideOf(point), left: point.value, right: partner.value, kept: point }];
  });
}

function compute({ operator, bool }: BinaryOperation, { labels, left, right, kept }: Pair): readonly Point[] {
  const compare = COMPARISONS[operator];
  if (compare === undefined) return [{ labels, value: arithmetic(operator)(left, right) }];
  const holds = compare(left, right);
  if (bool) return [{ labels, value: Number(holds) }];
  return holds ? [kept] : [];
}

function scalars({ operator, bool }: BinaryOperation, left: number, right: number): Value {
  const compare = COMPARISONS[operator];
  if (compare === undefined) return { kind: 'scalar', value: arithmetic(operator)(left, right) };
  if (!bool) throw new PromqlError('bad_data', 'comparisons between scalars must use BOOL modifier');
  return { kind: 'scalar', value: Number(compare(left, right)) };
}

function applySet({ operator, matching }: BinaryOperation, left: Value, right: Value): Value {
  if (left.kind !== 'vector' || right.kind !== 'vector') throw new PromqlError('bad_data', `set operator "${operator}" not allowed in binary scalar expression`);
  const id = (point: Point): string => labelsId(signature(matching, point.labels));
  const onLeft = new Set(left.points.map(id));
  const onRight = new Set(right.points.map(id));
  if (operator === 'or') return { kind: 'vector', points: [...left.points, ...right.points.filter(point => !onLeft.has(id(point)))] };
  return { kind: 'vector', points: left.points.filter(point => onRight.has(id(point)) === (operator === 'and')) };
}

function signature({ kind, labels: names }: Matching, labels: Labels): Labels {
  return kind === 'on' ? pick(labels, names) : omit(labels, [...names, '__name__']);
}

function arithmetic(operator: string): Arithmetic {
  const found = ARITHMETIC[operator];
  if (found === undefined) throw new PromqlError('execution', `operator ${operator} is not supported`);
  return found;
}
