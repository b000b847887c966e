import { describe, expect, it } from '@jest/globals';
import { metricsPlugin } from '@flagger/metrics';
import type { Canary, Manifest, MetricTemplate } from '@flagger/sdk';
import { createVirtualClock } from '@flagger/testkit';
import { createHttpClient } from '../../src/http/create-http-client.ts';
import { silentLogger } from '../../src/logging/silent-logger.ts';
import { shownManifests } from './documents.ts';

const clock = createVirtualClock();
const objects = shownManifests('docs/metrics.md').map(({ manifest }) => manifest);
const isTemplate = (object: Manifest): object is MetricTemplate => object.kind === 'MetricTemplate';
const templates = objects.filter(isTemplate);
const canary: Canary = { apiVersion: 'flagger.app/v1beta1', kind: 'Canary', metadata: { name: 'podinfo', namespace: 'test' }, spec: { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'podinfo' }, analysis: {} } };

describe('docs/metrics.md', () => {
  it('shows every provider', () => {
    expect(new Set(templates.map(({ spec }) => spec.provider.type))).toEqual(new Set(metricsPlugin.metrics.flatMap(({ types }) => types)));
  });

  it.each(templates.map(template => [template.metadata.name, template] as const))('%s has all that its provider needs', (_, { spec: { provider } }) => {
    const secret = objects.find(({ kind, metadata }) => kind === 'Secret' && metadata.name === provider.secretRef?.name) as { readonly stringData?: Record<string, string> } | undefined;
    const factory = metricsPlugin.metrics.find(({ types }) => types.includes(provider.type));
    const env = { spec: provider, credentials: secret?.stringData ?? {}, interval: '1m', http: createHttpClient({ clock }), api: { send: () => Promise.reject(new Error('not asked')) }, clock, logger: silentLogger, canary };
    expect(provider.secretRef === undefined || secret !== undefined).toBe(true);
    expect(() => factory?.create(env)).not.toThrow();
  });

  it('every templateRef leads to a template', () => {
    const refs = objects.flatMap(object => (object.kind === 'Canary' ? ((object as Canary).spec.analysis.metrics ?? []) : [])).flatMap(({ templateRef }) => (templateRef ? [templateRef.name] : []));
    expect(refs.length).toBeGreaterThan(1);
    expect(refs.filter(name => !templates.some(({ metadata }) => metadata.name === name))).toEqual([]);
  });
});
