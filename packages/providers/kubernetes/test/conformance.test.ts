import { afterAll, describe, expect, it } from '@jest/globals';
import { routerLaws } from '@flagger/testkit';
import { kubernetesProvider } from '../src/index.ts';
import { subject } from './subject.ts';

const suite = routerLaws({
  provider: kubernetesProvider,
  crds: [],
  canary: subject().canary,
  objects: [],
  dataPlane: () => ({ plan: () => Promise.resolve(undefined) }),
});

afterAll(() => suite.close());

describe('the laws of routers', () => {
  it.each(suite.laws.map(law => [law.title, law] as const))('%s', (_, law) => law.check(), 30_000);

  it('are left out where it does nothing', () => {
    expect(suite.leftOut).toEqual([]);
  });
});
