import { CanaryError } from '@flagger/sdk';
import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';

/** The names that CloudWatch knows; queries may write them in any case. */
const NAMES = [
  'Id', 'Expression', 'Label', 'MetricStat', 'Metric', 'Namespace', 'MetricName', 'Dimensions', 'Name', 'Value', 'Period', 'Stat', 'Unit', 'ReturnData', 'AccountId',
];
const BY_LOWER_CASE: ReadonlyMap<string, string> = new Map(NAMES.map(name => [name.toLowerCase(), name]));

/** Reads a query, a JSON list of MetricDataQuery. @throws CanaryError Invalid */
export function readMetricDataQueries(query: string): MetricDataQuery[] {
  const value = parse(query);
  if (!Array.isArray(value)) throw new CanaryError('Invalid', 'never', 'error unmarshaling query: it is no list of MetricDataQuery');
  // What a query holds beside the known names is CloudWatch's to judge.
  return withKnownNames(value) as MetricDataQuery[];
}

function parse(query: string): unknown {
  try {
    return JSON.parse(query);
  } catch (error) {
    throw new CanaryError('Invalid', 'never', `error unmarshaling query: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function withKnownNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withKnownNames);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [BY_LOWER_CASE.get(name.toLowerCase()) ?? name, withKnownNames(inner)]));
}
