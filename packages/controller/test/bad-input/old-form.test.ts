import { readFileSync } from 'node:fs';
import { beforeAll, describe, it } from '@jest/globals';
import { parseAllDocuments, stringify } from 'yaml';
import type { Document } from 'yaml';
import { builtinMetrics, canary, deployment } from '../golden/objects.ts';
import type { Loose } from '../golden/objects.ts';
import { expectTold } from './expect-told.ts';
import type { Case } from './expect-told.ts';
import { mend, Town } from './town.ts';
import type { Chronicle } from './town.ts';

const OLD = { interval: '30s', threshold: 10, maxWeight: 50, stepWeight: 5, metrics: [{ name: 'istio_requests_total', threshold: 99, interval: '30s' }] };
const TODAY = '{"interval":"30s","threshold":10,"maxWeight":50,"stepWeight":5,"metrics":[{"name":"request-success-rate","thresholdRange":{"min":99},"interval":"30s"}]}';

/** Our CRD as it would have to be for a canary of old to come in: it asks for no analysis, and keeps what it doesn't know. */
function lenientCrds(): string {
  const [first, ...others] = parseAllDocuments(readFileSync(new URL('../../../deploy/crds/flagger.yaml', import.meta.url), 'utf8')) as Document[];
  const schema = ['spec', 'versions', 0, 'schema', 'openAPIV3Schema', 'properties', 'spec'];
  first?.setIn([...schema, 'required'], ['targetRef']);
  first?.setIn([...schema, 'properties', 'canaryAnalysis'], { type: 'object', 'x-kubernetes-preserve-unknown-fields': true });
  return [first, ...others].map(document => stringify(document?.toJS())).join('---\n');
}

/** A canary without today's analysis. */
function oldCanary(fields: Record<string, unknown>, annotations: Record<string, string> = {}): Loose {
  const { spec, metadata, ...object } = canary('istio', {}) as Loose & { readonly spec: Record<string, unknown> };
  const { analysis: _analysis, ...others } = spec;
  return { ...object, metadata: { ...metadata, annotations }, spec: { ...others, ...fields } };
}

const repair = mend({ analysis: { interval: '10s', threshold: 2, stepWeight: 30, metrics: builtinMetrics } });
const applied = (manifest: Loose): Record<string, string> => ({ 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(manifest) });
const told = (message: string): Case['expected'] => ({
  condition: { type: 'Accepted', status: 'False', reason: 'InvalidSpec', message: `invalid canary spec: ${message}` }, afterwards: 'Initialized',
});
const shown = told(`spec.canaryAnalysis is the form of flagger.app/v1alpha3, which is not read any more; write this in its place: analysis: ${TODAY}`);

const CASES: readonly Case[] = [
  { name: 'kept-whole', objects: () => [deployment(), oldCanary({ canaryAnalysis: OLD })], repair, expected: shown },
  { name: 'pruned-later', objects: () => [deployment(), oldCanary({}, applied(oldCanary({ canaryAnalysis: OLD })))], repair, expected: shown },
  { name: 'nothing-noted', objects: () => [deployment(), oldCanary({})], repair, expected: told('spec.analysis is missing') },
  { name: 'nonsense-noted', objects: () => [deployment(), oldCanary({}, { 'kubectl.kubernetes.io/last-applied-configuration': 'x' })], repair, expected: told('spec.analysis is missing') },
];

let chronicle: Chronicle;
beforeAll(async () => {
  chronicle = await Town.tell(CASES, { prepare: ({ api }) => { api.installCrds(lenientCrds()); } });
}, 60_000);

describe('a canary that the API server keeps from the time of v1alpha3', () => {
  it.each(CASES)('$name: is told on the canary until it is mended', story => {
    expectTold(chronicle, story);
  });
});
