import { afterAll, describe, expect, it } from '@jest/globals';
import { routerLaws } from '@flagger/testkit';
import { lawSubjects } from './law-subjects.ts';

const suites = lawSubjects.map(subject => [subject.provider.names[0] ?? '', routerLaws(subject)] as const);

afterAll(() => Promise.all(suites.map(([, suite]) => suite.close())));

describe.each(suites)('the laws of routers: %s', (_, suite) => {
  it.each(suite.laws.map(law => [law.title, law] as const))('%s', (_title, law) => law.check(), 60_000);

  it('bind it where it does something; of the others each has its reason', () => {
    expect([...new Set(suite.leftOut.map(({ reason }) => reason))]).toEqual([
      'it splits traffic by weights', 'it makes objects', 'it mirrors no requests', 'its routes cannot match by a query parameter', "its routes cannot match by the caller's labels",
      'it puts several matches together',
      'it has no sticky sessions', 'no object of it carries metadata of the service', 'it takes over no object of a user',
    ]);
  });
});
