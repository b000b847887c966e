import { parseGoDuration } from '@flagger/sdk';
import { parseField, valueAt } from '../field-path.ts';
import type { Problem } from '../finding.ts';
import { shown } from '../schema/wanted.ts';
import type { CanarySubject } from './canary-subject.ts';

/** Durations of routes, for which any text will do to the schema. */
const ROUTE_FIELDS = ['spec.service.timeout', 'spec.service.backendTimeout', 'spec.service.retries.perTryTimeout', 'spec.service.corsPolicy.maxAge'];
const LEAST_INTERVAL_MS = 10_000;

/** Durations beside those that the operator itself doubts. */
export function durationProblems({ canary }: CanarySubject): readonly Problem[] {
  const { interval = '', metrics = [] } = canary.spec.analysis;
  const windows = metrics.flatMap((metric, at) => (metric.interval === undefined ? [] : [`spec.analysis.metrics[${at}].interval`]));
  const ms = parseGoDuration(interval);
  return [
    ...[...ROUTE_FIELDS, ...windows].flatMap(field => noDuration(field, valueAt(canary, parseField(field)))),
    ...(ms !== undefined && ms < LEAST_INTERVAL_MS ? [tooShort(interval)] : []),
  ];
}

function noDuration(field: string, value: unknown): readonly Problem[] {
  if (value === undefined || value === '' || (typeof value === 'string' && parseGoDuration(value) !== undefined)) return [];
  return [{ rule: 'duration', path: parseField(field), problem: `${shown(value)} is no duration`, fix: 'write a duration such as 30s or 1m' }];
}

function tooShort(interval: string): Problem {
  return { rule: 'duration', severity: 'note', path: parseField('spec.analysis.interval'), problem: `"${interval}" is shorter than 10s, which is taken`, fix: 'write at least 10s' };
}
