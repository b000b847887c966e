import { queryFailed } from './failures.ts';

/** A KeptnMetric to read. */
export interface KeptnMetric {
  readonly kind: 'metric';
  readonly namespace: string;
  readonly name: string;
}

/** An AnalysisDefinition to run; `duration` such as `5m`. */
export interface KeptnAnalysis {
  readonly kind: 'analysis';
  readonly namespace: string;
  readonly name: string;
  readonly duration: string;
  readonly args: Readonly<Record<string, string>>;
}

const KINDS: Readonly<Record<string, 'metric' | 'analysis'>> = { keptnmetric: 'metric', keptnmetrics: 'metric', analysis: 'analysis', analyses: 'analysis' };

/** What may stand in an API path; `..` may not. */
const OBJECT_NAME = /^[a-z0-9]+([-.][a-z0-9]+)*$/;

/**
 * Reads `keptnmetric/NAMESPACE/NAME` or `analysis/NAMESPACE/NAME[/DURATION[/KEY=VALUE;KEY=VALUE]]`.
 *
 * @throws CanaryError QueryFailed
 */
export function parseKeptnQuery(query: string): KeptnMetric | KeptnAnalysis {
  const [word = '', namespace, name, duration = '1m', args = ''] = query.trim().toLowerCase().split('/');
  if (namespace === undefined || name === undefined) {
    throw queryFailed('unexpected query format. query must be in the format <keptnmetric|analysis>/<namespace>/<resourceName>/<duration>/<arguments>');
  }
  for (const part of [namespace, name]) if (!OBJECT_NAME.test(part)) throw queryFailed(`unexpected query format. ${JSON.stringify(part)} is no name of an object`);
  const kind = KINDS[word];
  if (kind === undefined) throw queryFailed("unexpected resource kind provided in the query. must be one of: ['keptnmetric', 'analysis']");
  return kind === 'metric' ? { kind, namespace, name } : { kind, namespace, name, duration, args: readArguments(args) };
}

function readArguments(text: string): Record<string, string> {
  const pairs = text.split(';').map(pair => pair.split('='));
  return Object.fromEntries(pairs.flatMap(([key = '', value]) => (key === '' || value === undefined ? [] : [[key, value]])));
}
