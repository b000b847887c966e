import { afterAll, describe, expect, it } from '@jest/globals';
import { routerLaws } from '@flagger/testkit';
import { kumaSubject } from './kuma-subject.ts';

const suite = routerLaws(kumaSubject);

afterAll(() => suite.close());

describe('the laws of routers', () => {
  it.each(suite.laws.map(law => [law.title, law] as const))('%s', (_, law) => law.check(), 30_000);

  it('bind it, but for those that have a reason', () => {
    expect([...new Set(suite.leftOut.map(({ reason }) => reason))]).toEqual([
      'it splits traffic by weights',
      'it makes objects',
      'it mirrors no requests',
      'its routes cannot match by a header',
      'its routes cannot match by a cookie',
      'its routes cannot match by a query parameter',
      "its routes cannot match by the caller's labels",
      'it has no sticky sessions',
      'it takes over no object of a user',
      'its objects belong to the whole cluster',
    ]);
  });
});
