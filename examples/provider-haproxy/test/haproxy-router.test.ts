import { describe, expect, it } from '@jest/globals';
import { sampleSubject } from '@flagger/testkit';
import { renderSplit } from '../src/render-split.ts';
import { canary } from './subject.ts';

describe('a split', () => {
  it('names backend, servers and Services', () => {
    const subject = { ...sampleSubject(), canary };
    expect(renderSplit(subject, { primary: 70, canary: 30, mirrored: false }, { ownerReferences: true })).toMatchObject({
      metadata: { name: 'podinfo', namespace: 'test', ownerReferences: [{ kind: 'Canary', name: 'podinfo' }] },
      spec: {
        backend: 'test_podinfo',
        servers: [{ name: 'primary', service: 'podinfo-primary', weight: 70 }, { name: 'canary', service: 'podinfo-canary', weight: 30 }],
      },
    });
  });
});
