import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { routerLaws } from '@flagger/testkit';
import { myMeshSubject } from './my-mesh-subject.ts';

const suite = routerLaws(myMeshSubject);

after(() => suite.close());

describe('the laws of routers', () => {
  for (const law of suite.laws) it(law.title, () => law.check());

  it('bind it, but for those that have a reason', () => {
    assert.deepEqual([...new Set(suite.leftOut.map(({ reason }) => reason))], [
      'it splits traffic by weights',
      'it makes objects',
      'it mirrors no requests',
      'its routes cannot match by a header',
      'its routes cannot match by a cookie',
      'its routes cannot match by a query parameter',
      "its routes cannot match by the caller's labels",
      'it has no sticky sessions',
      'it takes over no object of a user',
    ]);
  });
});
