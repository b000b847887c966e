import { afterAll, describe, expect, it } from '@jest/globals';
import { routerLaws } from '@flagger/testkit';
import { knativeSubject } from './subject.ts';

/** It makes no objects, and yet it writes: into the user's own Service. */
const NOT_ABOUT_IT = 'asks the API server for nothing';

const suite = routerLaws(knativeSubject);
const laws = suite.laws.filter(({ title }) => title !== NOT_ABOUT_IT);

afterAll(() => suite.close());

describe('the laws of routers', () => {
  it.each(laws.map(law => [law.title, law] as const))('%s', (_, law) => law.check(), 60_000);

  it('bind it where it does something; of the others each has its reason', () => {
    expect(laws.map(({ title }) => title)).toEqual([
      'asks in its queries for nothing that a template does not know',
      'sends all requests to the primary at first',
      'reads back the split that was set, and requests really go there',
      'makes the objects that the subject names, and no others',
      'never says that it mirrors',
      'lets a canary go that has no routing objects, or no longer',
      'finalizes twice as once',
    ]);
  });
});
