import { afterAll, describe, expect, it } from '@jest/globals';
import { routerLaws } from '@flagger/testkit';
import { kubernetesSubject } from './law-subjects.ts';

const suite = routerLaws(kubernetesSubject);

afterAll(() => suite.close());

describe('the laws of routers', () => {
  it.each(suite.laws.map(law => [law.title, law] as const))('%s', (_, law) => law.check(), 30_000);

  it('bind it where it does something; of the others each has its reason', () => {
    expect(suite.laws.map(({ title }) => title)).toEqual([
      'has names that a canary can write',
      'asks in its queries for nothing that a template does not know',
      'asks in its queries what Prometheus understands',
      'asks for nothing while its router is made',
      'names each rule that it needs, and no wildcard',
      'sends all requests to the primary at first',
      'takes the split from the iterations, and leaves users on the primary',
      'asks the API server for nothing',
      'makes the objects that the subject names, and no others',
      'never says that it mirrors',
      'lets a canary go that has no routing objects, or no longer',
      'finalizes twice as once',
      'lets a canary go that says too little to be served',
    ]);
    expect([...new Set(suite.leftOut.map(({ reason }) => reason))]).toEqual([
      'it makes no objects',
      'it splits no traffic',
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
