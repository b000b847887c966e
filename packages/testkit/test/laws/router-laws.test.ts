import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { routerLaws } from '@flagger/testkit';
import type { LawSuite } from '@flagger/testkit';
import { SPOILED } from './spoiled-routers.ts';
import { toySubject } from './toy-router.ts';

const good = routerLaws(toySubject());

afterAll(() => good.close());

describe('a router that keeps the laws', () => {
  it.each(good.laws.map(law => [law.title, law] as const))('%s', (_, law) => law.check(), 30_000);

  it('is bound by all laws, but for those of providers that do less', () => {
    expect(good.leftOut).toEqual([
      { title: 'takes the split from the iterations, and leaves users on the primary', reason: 'it splits traffic by weights' },
      { title: 'asks the API server for nothing', reason: 'it makes objects' },
      { title: 'never says that it mirrors', reason: 'it mirrors requests' },
    ]);
  });
});

describe('a router that breaks a law is found out', () => {
  let suite: LawSuite | undefined;
  afterEach(() => suite?.close());

  it.each(SPOILED.map(spoiled => [spoiled.name, spoiled] as const))('%s', async (_, { changes, breaks, says }) => {
    suite = routerLaws(toySubject(changes));
    const law = suite.laws.find(({ title }) => title === breaks);
    await expect(law?.check()).rejects.toThrow(says);
  });
});
