import { afterAll, describe, expect, it } from '@jest/globals';
import { routerLaws } from '@flagger/testkit';
import { GATEWAY_API_VERSIONS } from '../src/gateway-api-versions.ts';
import { routerSubject } from './subject.ts';

const suites = GATEWAY_API_VERSIONS.map(version => [version.names[0] ?? '', routerLaws(routerSubject(version))] as const);

afterAll(() => Promise.all(suites.map(([, suite]) => suite.close())));

describe.each(suites)('the laws of routers: %s', (name, suite) => {
  it.each(suite.laws.map(law => [law.title, law] as const))('%s', (_, law) => law.check(), 60_000);

  it('bind it, but for those of providers that do less or more', () => {
    expect([...new Set(suite.leftOut.map(({ reason }) => reason))]).toEqual([
      'it splits traffic by weights', 'it makes objects', 'it mirrors requests', "its routes cannot match by the caller's labels",
      ...(name === 'gatewayapi:v1beta1*' ? ['it has no cookie of the primary'] : []), 'it takes over no object of a user',
    ]);
  });
});
