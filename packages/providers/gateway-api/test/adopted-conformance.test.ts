import { afterAll, describe, expect, it } from '@jest/globals';
import { routerLaws } from '@flagger/testkit';
import { lawSubjects } from './law-subjects.ts';

const suites = lawSubjects.flatMap(subject => (subject.variant === undefined ? [] : [[subject.provider.names[0] ?? '', subject.variant, routerLaws(subject)] as const]));

afterAll(() => Promise.all(suites.map(([, , suite]) => suite.close())));

describe.each(suites)("the laws of routers, with a user's own routes: %s %s", (name, _variant, suite) => {
  it.each(suite.laws.map(law => [law.title, law] as const))('%s', (_, law) => law.check(), 60_000);

  it('bind it, but for those about objects that it makes', () => {
    const reasons = suite.leftOut.map(({ reason }) => reason);
    expect(reasons).toContain('it makes no objects');
    expect(reasons).not.toContain('it takes over no object of a user');
    expect(reasons.includes('it has no sticky sessions')).toBe(name === 'gatewayapi:v1:grpc');
  });
});
