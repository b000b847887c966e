import { afterAll, describe, expect, it } from '@jest/globals';
import { routerLaws } from '@flagger/testkit';
import { glooSubject } from './subject.ts';

const suite = routerLaws(glooSubject);

afterAll(() => suite.close());

describe('the laws of routers', () => {
  it.each(suite.laws.map(law => [law.title, law] as const))('%s', (_, law) => law.check(), 60_000);

  it('bind it where it does something; of the others each has its reason', () => {
    expect([...new Set(suite.leftOut.map(({ reason }) => reason))]).toEqual([
      'it splits traffic by weights', 'it makes objects', 'it mirrors no requests', 'its routes cannot match by a query parameter', "its routes cannot match by the caller's labels",
      'its routes cannot match by the prefix of a header', 'its routes cannot match by the suffix of a header', 'it puts several matches together',
      'it has no sticky sessions', 'it takes over no object of a user',
    ]);
  });
});
