import { PromqlError } from './expression.ts';
import type { Grouping } from './expression.ts';
import { labelsId } from './sample-history.ts';
import { omit, pick } from './value.ts';
import type { Point } from './value.ts';

type Fold = (values: readonly number[]) => number;

const sum: Fold = values => values.reduce((total, value) => total + value, 0);

const FOLDS: Readonly<Record<string, Fold>> = {
  sum,
  avg: values => sum(values) / values.length,
  min: values => Math.min(...values),
  max: values => Math.max(...values),
  count: values => values.length,
  group: () => 1,
};

/** Folds the points of each group into one. @throws PromqlError execution */
export function aggregate(operator: string, points: readonly Point[], grouping: Grouping): readonly Point[] {
  const fold = FOLDS[operator];
  if (fold === undefined) throw new PromqlError('execution', `aggregation ${operator} is not supported`);
  const labelsOf = ({ labels }: Point): Point['labels'] =>
    grouping.kind === 'by' ? pick(labels, grouping.labels) : omit(labels, [...grouping.labels, '__name__']);
  const groups = Map.groupBy(points, point => labelsId(labelsOf(point)));
  return [...groups.values()].map(group => ({ labels: group[0] === undefined ? {} : labelsOf(group[0]), value: fold(group.map(({ value }) => value)) }));
}
