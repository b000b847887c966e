import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sampleSubject, splitAt } from '@flagger/testkit';
import { renderRoute } from '../src/render-route.ts';

describe('the route of a canary', () => {
  it('shares the requests to the apex Service between primary and canary', () => {
    assert.deepEqual(renderRoute(sampleSubject(), splitAt(30), true).spec, {
      host: 'podinfo',
      backends: [{ service: 'podinfo-primary', weight: 70 }, { service: 'podinfo-canary', weight: 30 }],
    });
  });

  it('has the timeout of the service', () => {
    assert.equal(renderRoute(sampleSubject({ service: { timeout: '5s' } }), splitAt(0), true).spec?.timeout, '5s');
  });

  it('belongs to its canary, unless they live in different clusters', () => {
    assert.deepEqual(renderRoute(sampleSubject(), splitAt(0), true).metadata.ownerReferences?.map(({ kind, name }) => `${kind} ${name}`), ['Canary podinfo']);
    assert.equal(renderRoute(sampleSubject(), splitAt(0), false).metadata.ownerReferences, undefined);
  });
});
