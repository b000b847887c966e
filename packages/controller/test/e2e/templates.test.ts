import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { queryModel, renderQuery } from '@flagger/core';
import type { Canary, MetricTemplate } from '@flagger/sdk';
import { shownManifests } from '../docs/documents.ts';
import { INTERVAL, startMeshPrometheus } from './mesh-prometheus.ts';
import type { MeshPrometheus } from './mesh-prometheus.ts';
import type { MeshSeries } from './mesh-series.ts';

const PORT = 28792;
const { signal } = new AbortController();

const namespace = 'prod';
/** What each template that a page shows asks about; a tenth of the canary's requests fail, and all of the primary's. */
const ASKED: Readonly<Record<string, { readonly series: MeshSeries; readonly percent: number }>> = {
  'not-found-percentage': {
    series: {
      provider: 'kubernetes', requests: 'http_requests_total', durations: 'http_request_duration_seconds', unit: 'seconds', answers: ['status', '200', '404'],
      canary: { namespace, pod: 'podinfo-5d4f8c7b9-x2x4z' }, primary: { namespace, pod: 'podinfo-primary-6c9d7f5b8-q8w2r' },
    },
    percent: 10,
  },
};

const shown = ['docs/**/*.md', 'packages/**/README.md', 'examples/*/README.md', 'README.md'].flatMap(pages => shownManifests(pages))
  .filter(({ page, manifest }) => manifest.kind === 'MetricTemplate' && !page.includes('node_modules/'))
  .map(({ page, line, manifest }) => ({ place: `${page}:${line}`, template: manifest as MetricTemplate }))
  .filter(({ template }) => template.spec.provider.type === 'prometheus')
  .map(({ place, template }) => ({ place, name: template.metadata.name, query: template.spec.query }));

let prometheus: MeshPrometheus;

beforeAll(async () => {
  prometheus = await startMeshPrometheus(PORT, Object.values(ASKED).map(({ series }) => series), signal);
}, 60_000);

afterAll(() => prometheus.stop(), 30_000);

function ask(query: string, where: string): Promise<number | 'no-values'> {
  const canary: Canary = {
    apiVersion: 'flagger.app/v1beta1', kind: 'Canary', metadata: { name: 'podinfo', namespace: where },
    spec: { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'podinfo' }, analysis: {} },
  };
  return prometheus.client.query(renderQuery(query, queryModel(canary, { interval: INTERVAL })), signal);
}

describe('the Prometheus templates that pages show, answered by a real Prometheus', () => {
  it('are these', () => {
    expect([...new Set(shown.map(({ name }) => name))].toSorted()).toEqual(Object.keys(ASKED).toSorted());
  });

  it.each(shown)('$name ($place): of the canary alone', async ({ name, query }) => {
    expect(await ask(query, namespace)).toBeCloseTo(ASKED[name]?.percent ?? Number.NaN, 0);
  });

  it.each(shown)('$name ($place): nothing, where there is no traffic', async ({ query }) => {
    expect(await ask(query, 'elsewhere')).toBe('no-values');
  });
});
