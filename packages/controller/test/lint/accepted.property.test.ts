import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createVirtualClock, startApiServer } from '@flagger/testkit';
import type { ApiServer } from '@flagger/testkit';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import type { Fields } from '../../src/old-form/fields.ts';
import type { Loose } from '../golden/objects.ts';
import { arbitraryManifest } from './arbitrary-manifest.ts';
import { arbitraryOldCanary } from './arbitrary-old-canary.ts';
import { runLint } from './lint-host.ts';
import { CANARY, CHANNEL, TEMPLATE } from './manifests.ts';

const CRDS = readFileSync(new URL('../../../deploy/crds/flagger.yaml', import.meta.url), 'utf8');
/** Where `yes` means true. */
const AS_KUBECTL = { version: '1.1' } as const;

let api: ApiServer;

beforeAll(async () => {
  api = await startApiServer({ clock: createVirtualClock() });
  api.installCrds(CRDS);
  api.store.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'test' } });
});

afterAll(async () => {
  await api.close();
});

/** Creates an object in a namespace that is there, and takes it away; why the API server refuses it, '' where it doesn't. */
function answerTo(object: Loose): string {
  try {
    const { metadata } = api.store.create({ ...object, metadata: { ...object.metadata, namespace: 'test' } });
    api.store.remove(object, { name: metadata.name, namespace: 'test' });
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

describe('whatever lint accepts', () => {
  it('is accepted by the API server', async () => {
    const seen = { accepted: 0, refused: 0 };
    const property = fc.asyncProperty(arbitraryManifest([CANARY, TEMPLATE, CHANNEL]), async object => {
      const { code } = await runLint(['-'], stringify(object, AS_KUBECTL));
      fc.pre(object['apiVersion'] === 'flagger.app/v1beta1' || code !== 0);
      if (code === 0) expect({ object, answer: answerTo(object as unknown as Loose) }).toEqual({ object, answer: '' });
      seen[code === 0 ? 'accepted' : 'refused'] += 1;
    });
    await fc.assert(property, { numRuns: 250 });
    expect(Math.min(seen.accepted, seen.refused)).toBeGreaterThan(20);
  }, 60_000);
});

describe('whatever v1alpha3 accepted', () => {
  it('is clean when it is converted, and the API server accepts it', async () => {
    const property = fc.asyncProperty(arbitraryOldCanary, async old => {
      const { code, stdout, stderr } = await runLint(['--convert', '-'], stringify(old, AS_KUBECTL));
      expect({ old, code, stderr }).toEqual({ old, code: 0, stderr: expect.not.stringContaining('error') });
      expect(answerTo(parse(stdout, AS_KUBECTL) as Fields as unknown as Loose)).toBe('');
    });
    await fc.assert(property, { numRuns: 100 });
  }, 60_000);
});
