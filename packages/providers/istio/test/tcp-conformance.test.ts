import { afterAll, describe, expect, it } from '@jest/globals';
import { routerLaws } from '@flagger/testkit';
import { lawSubjects } from './law-subjects.ts';

const suites = lawSubjects.flatMap(subject => (subject.variant === undefined ? [] : [[subject.variant, routerLaws(subject)] as const]));

afterAll(() => Promise.all(suites.map(([, suite]) => suite.close())));

describe.each(suites)('the laws of routers: %s', (_variant, suite) => {
  it.each(suite.laws.map(law => [law.title, law] as const))('%s', (_, law) => law.check(), 30_000);

  it('bind it, but for those about requests', () => {
    expect(suite.laws.map(({ title }) => title)).toContain('never says that it mirrors');
    expect(new Set(suite.leftOut.map(({ reason }) => reason))).toEqual(new Set([
      'it splits traffic by weights', 'it makes objects', 'it mirrors no requests', 'its routes cannot match by a header', 'its routes cannot match by a cookie',
      'its routes cannot match by a query parameter', "its routes cannot match by the caller's labels", 'it has no sticky sessions',
    ]));
  });
});
