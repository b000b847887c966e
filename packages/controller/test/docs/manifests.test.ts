import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Manifest, ResourceType } from '@flagger/sdk';
import { createVirtualClock, startApiServer } from '@flagger/testkit';
import type { ApiServer } from '@flagger/testkit';
import { typeOf } from '../golden/resource-types.ts';
import { shownManifests } from './documents.ts';

const CRDS = new URL('../../../deploy/crds/', import.meta.url);

let api: ApiServer;

beforeAll(async () => {
  api = await startApiServer({ clock: createVirtualClock() });
  for (const file of ['flagger.yaml', ...readdirSync(new URL('third-party/', CRDS)).map(name => `third-party/${name}`)]) {
    api.installCrds(readFileSync(new URL(file, CRDS), 'utf8'));
  }
  const namespaces = new Set(['test', ...shown.flatMap(({ manifest: { metadata: { namespace } } }) => namespace ?? [])]);
  for (const name of namespaces) if (name !== 'default') api.store.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
});

afterAll(() => api.close());

/** What the API server says of a manifest as a dry run that takes no unknown field. */
async function offer(manifest: Manifest): Promise<string> {
  const type: ResourceType = typeOf(manifest.apiVersion ?? '', manifest.kind ?? '');
  const group = type.apiVersion.includes('/') ? '/apis/' : '/api/';
  const namespace = type.namespaced ? `/namespaces/${manifest.metadata.namespace ?? 'test'}` : '';
  const url = `${api.url}${group}${type.apiVersion}${namespace}/${type.plural}?dryRun=All&fieldValidation=Strict`;
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(manifest) });
  return answer.ok ? 'accepted' : ((await answer.json()) as { readonly message: string }).message;
}

/** Their CRDs belong to what a reader has installed; none is needed by a canary. */
const FOREIGN = new Set(['gateway.solo.io/v1 VirtualService']);

const shown = [...shownManifests('docs/**/*.md'), ...shownManifests('packages/**/README.md'), ...shownManifests('examples/*/README.md')]
  .filter(({ page, manifest: { apiVersion, kind } }) => !page.includes('node_modules') && !FOREIGN.has(`${apiVersion} ${kind}`));

describe('every manifest that a page shows', () => {
  it.each(shown.map(each => [`${each.page}:${each.line}`, each.manifest] as const))('%s is accepted', async (_, manifest) => {
    expect(await offer(manifest)).toBe('accepted');
  });

  it('refuses what it does not know', async () => {
    const canary = shown.find(({ manifest: { kind } }) => kind === 'Canary')?.manifest;
    const misspelt = { ...canary, spec: { ...(canary as { spec?: object } | undefined)?.spec, anaylsis: {} } };
    expect(await offer(misspelt as Manifest)).toContain('anaylsis');
  });
});
