import { afterAll, describe, expect, it } from '@jest/globals';
import { routerLaws } from '@flagger/testkit';
import { nginxSubject } from './nginx-subject.ts';

const suite = routerLaws(nginxSubject);

afterAll(() => suite.close());

describe('the laws of routers', () => {
  it.each(suite.laws.map(law => [law.title, law] as const))('%s', (_, law) => law.check(), 30_000);

  it('bind it, but for those that have a reason', () => {
    expect([...new Set(suite.leftOut.map(({ reason }) => reason))]).toEqual([
      'it splits traffic by weights',
      'it makes objects',
      'the subject names no change that shows',
      'it mirrors no requests',
      'its routes cannot match by a query parameter',
      "its routes cannot match by the caller's labels",
      'its routes cannot match by the prefix of a header',
      'its routes cannot match by the suffix of a header',
      'it puts several matches together',
      'of several headers it takes the last',
      'it has no sticky sessions',
      'no object of it carries metadata of the service',
      'it takes over no object of a user',
      'Kubernetes has its types',
    ]);
  });
});
