import { describe, expect, it } from '@jest/globals';
import { notifiersPlugin } from '@flagger/notifiers';
import type { AlertProvider, Manifest } from '@flagger/sdk';
import { shownManifests } from './documents.ts';

const isChannel = (object: Manifest): object is AlertProvider => object.kind === 'AlertProvider';

describe('docs/alerts.md', () => {
  it('shows every channel', () => {
    const shown = shownManifests('docs/alerts.md').map(({ manifest }) => manifest).filter(isChannel);
    expect(new Set(shown.map(({ spec }) => spec.type))).toEqual(new Set(notifiersPlugin.notifiers.flatMap(({ types }) => types)));
  });
});
