import { afterAll, describe, expect, it } from '@jest/globals';
import { routerLaws } from '@flagger/testkit';
import { istioSubject } from './law-subjects.ts';

const suite = routerLaws(istioSubject);

afterAll(() => suite.close());

describe('the laws of routers', () => {
  it.each(suite.laws.map(law => [law.title, law] as const))('%s', (_, law) => law.check(), 30_000);

  it('bind it, but for those of providers that do less', () => {
    expect(suite.leftOut).toEqual([
      { title: 'takes the split from the iterations, and leaves users on the primary', reason: 'it splits traffic by weights' },
      { title: 'asks the API server for nothing', reason: 'it makes objects' },
      { title: 'never says that it mirrors', reason: 'it mirrors requests' },
      { title: 'lets in by the suffix of a header who is to test the canary, and nobody else', reason: 'its routes cannot match by the suffix of a header' },
    ]);
  });
});
