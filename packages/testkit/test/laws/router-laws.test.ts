import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { routerLaws } from '@flagger/testkit';
import type { LawSuite, RouterSubject } from '@flagger/testkit';
import { HALF_HEARTED } from './spoiled-analyses.ts';
import { ILL_MANNERED } from './spoiled-manners.ts';
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

describe('a router that makes nothing', () => {
  const { objects, original, ...rest } = toySubject();
  const titles = (subject: RouterSubject): readonly string[] => routerLaws(subject).laws.map(({ title }) => title);

  it('is bound by the laws about writing, where it writes into objects of users', () => {
    const [idle, borrowing] = [titles({ ...rest, objects: [] }), titles({ ...rest, objects: [], borrowed: objects, given: [original!] })];
    expect(borrowing.filter(title => !idle.includes(title))).toEqual(expect.arrayContaining([
      'does nothing that its rules do not allow', 'is idle when all is right: neither a write nor a read', 'tells that it may not write, and says what stands',
      'writes over no change that it has not seen', 'may be cut off before or after any write, and ends the same when it is called again',
    ]));
    expect(idle.filter(title => !borrowing.includes(title))).toEqual(['asks the API server for nothing']);
  });
});

describe('a router that breaks a law is found out', () => {
  let suite: LawSuite | undefined;
  afterEach(() => suite?.close());

  it.each([...SPOILED, ...HALF_HEARTED, ...ILL_MANNERED].map(spoiled => [spoiled.name, spoiled] as const))('%s', async (_, { changes, breaks, says }) => {
    suite = routerLaws(toySubject(changes));
    const law = suite.laws.find(({ title }) => title === breaks);
    await expect(law?.check()).rejects.toThrow(says);
  });
});
