import { describe, expect, it } from '@jest/globals';
import { CanaryError, explained, storeInWords, upsert } from '@flagger/sdk';
import type { Manifest, ResourceType, UpsertStore } from '@flagger/sdk';

const WIDGETS: ResourceType<Manifest> = { apiVersion: 'test.flagger.app/v1', kind: 'Widget', plural: 'widgets', namespaced: true };
const widget: Manifest = { apiVersion: WIDGETS.apiVersion, kind: WIDGETS.kind, metadata: { name: 'web', namespace: 'shop' } };
const signal = new AbortController().signal;

/** A store that refuses every write; `live` is what it has. */
const refusing = (live: Manifest | undefined, refusal: Error): UpsertStore => ({
  // Its only type is that of the widget.
  get: async () => live as never,
  create: () => Promise.reject(refusal),
  update: () => Promise.reject(refusal),
});
const invalid = (verb: string): CanaryError => new CanaryError('Invalid', 'never', `${verb} widgets.test.flagger.app shop/web: Widget "web" is invalid`);
const write = (live: Manifest | undefined, refusal: Error) =>
  upsert(storeInWords(refusing(live, refusal), { create: 'web create error', update: 'web update error' }), WIDGETS, widget, found => ({ ...found }), signal);

describe('a store in words', () => {
  it.each([['create', undefined], ['update', widget]] as const)('tells a refused %s in place of the request', async (verb, live) => {
    const cause = invalid(verb);
    await expect(write(live, cause)).rejects.toMatchObject({ code: 'Invalid', retry: 'never', message: `web ${verb} error: Widget "web" is invalid`, cause });
  });

  it('leaves a bug as it is', async () => {
    const bug = new TypeError('no such field');
    await expect(write(undefined, bug)).rejects.toBe(bug);
  });
});

describe('explained', () => {
  it('puts words before the message, whatever it is', async () => {
    await expect(explained('scale failed', () => Promise.reject(new CanaryError('NotFound', 'later', 'nobody is there')))).rejects.toMatchObject({
      code: 'NotFound', retry: 'later', message: 'scale failed: nobody is there',
    });
  });

  it('gives the answer where there is one', async () => {
    expect(await explained('never told', async () => 7)).toBe(7);
  });
});
