import { afterAll, describe, expect, it } from '@jest/globals';
import { routerLaws } from '@flagger/testkit';
import { lawSubjects } from './law-subjects.ts';

const PREFIX_OF_PARAMETER = 'its routes cannot match by the prefix of a query parameter';

const suites = lawSubjects.filter(({ variant }) => variant === undefined).map(subject => [subject.provider.names[0] ?? '', routerLaws(subject)] as const);

afterAll(() => Promise.all(suites.map(([, suite]) => suite.close())));

describe.each(suites)('the laws of routers: %s', (name, suite) => {
  it.each(suite.laws.map(law => [law.title, law] as const))('%s', (_, law) => law.check(), 60_000);

  it('bind it, but for those of providers that do less or more', () => {
    const cannot: Readonly<Record<string, readonly string[]>> = {
      'gatewayapi:v1*': [PREFIX_OF_PARAMETER],
      'gatewayapi:v1beta1*': [PREFIX_OF_PARAMETER, 'it has no cookie of the primary'],
      'gatewayapi:v1:grpc': ['its routes cannot match by a cookie', 'its routes cannot match by a query parameter', 'it has no sticky sessions'],
    };
    expect(new Set(suite.leftOut.map(({ reason }) => reason))).toEqual(new Set([
      'it splits traffic by weights', 'it makes objects', 'it mirrors requests', "its routes cannot match by the caller's labels",
      'its routes cannot match by the prefix of a header', 'its routes cannot match by the suffix of a header', 'it takes over no object of a user', ...(cannot[name] ?? []),
    ]));
  });
});
