import { afterEach, describe, expect, it } from '@jest/globals';
import { TrafficLab } from './traffic-lab.ts';
import type { Visitor } from './visitor.ts';

let lab: TrafficLab;
afterEach(() => lab.close());

const steps = { stepWeight: 30, maxWeight: 60 };
const VISITORS = 60;

const visitAll = async (visitors: readonly Visitor[]): Promise<readonly string[]> => Promise.all(visitors.map(visitor => visitor.visit()));
const visitOften = async (visitors: readonly Visitor[]): Promise<ReadonlySet<string>> => new Set((await Promise.all(visitors.map(visitor => visitor.visits(4)))).flat());
const of = (visitors: readonly Visitor[], versions: readonly string[], version: string): readonly Visitor[] => visitors.filter((_, index) => versions[index] === version);
const only = (version: string, count: number): readonly string[] => Array.from({ length: count }, () => version);

describe('sticky sessions', () => {
  const affinity = { cookieName: 'canary-cookie', primaryCookieName: 'primary-cookie', maxAge: 3600 };

  it('keep everybody at the version that they met first, while the weights grow', async () => {
    lab = await TrafficLab.start('sticky', { ...steps, sessionAffinity: affinity });
    await lab.release('2', /canary weight 30/);
    const early = lab.visitors(VISITORS);
    const first = await visitAll(early);
    const [testers, others] = [of(early, first, '2'), of(early, first, '1')];
    expect(testers.length).toBeGreaterThan(VISITORS * 0.1);
    expect(others.length).toBeGreaterThan(testers.length);
    await lab.heard(/canary weight 60/);
    expect(await visitOften(testers)).toEqual(new Set(['2']));
    expect(await visitOften(others)).toEqual(new Set(['1']));
    const late = await visitAll(lab.visitors(VISITORS));
    expect(of(early, late, '2').length).toBeGreaterThan(testers.length);
  });

  it('end with the run: all get what was promoted, and the next run asks nobody of the last', async () => {
    lab = await TrafficLab.start('next-run', { ...steps, sessionAffinity: affinity });
    await lab.release('2', /canary weight 30/);
    const visitors = lab.visitors(VISITORS);
    await visitAll(visitors);
    await lab.promoted();
    expect(await visitAll(visitors)).toEqual(only('2', VISITORS));
    await lab.release('3', /canary weight 30/);
    const versions = await visitAll(visitors);
    expect(of(visitors, versions, '2').length).toBeGreaterThan(of(visitors, versions, '3').length);
    expect(await visitOften(of(visitors, versions, '3'))).toEqual(new Set(['3']));
  });
});

describe('A/B testing', () => {
  const match = [{ headers: { 'x-canary': { exact: 'insider' } } }, { headers: { cookie: { regex: '^(.*?;)?(canary=always)(;.*)?$' } } }];

  it('sends those who match to the canary, and nobody else', async () => {
    lab = await TrafficLab.start('insiders', { iterations: 6, match });
    await lab.release('2', /canary iteration 1/);
    const [insider, tester, stranger] = lab.visitors(3);
    await tester?.jar.setCookie('canary=always', 'http://127.0.0.1');
    for (let visit = 0; visit < 10; visit++) {
      expect([await insider?.visit({ 'x-canary': 'insider' }), await tester?.visit(), await stranger?.visit(), await stranger?.visit({ 'x-canary': 'outsider' })]).toEqual(['2', '2', '1', '1']);
    }
    await lab.promoted();
    expect(await stranger?.visits(10)).toEqual(only('2', 10));
  });
});

describe('mirroring', () => {
  it('answers from the primary alone, while the canary gets copies', async () => {
    lab = await TrafficLab.start('mirrored', { ...steps, mirror: true, mirrorWeight: 100 });
    await lab.release('2', /Starting canary analysis/);
    const [visitor] = lab.visitors(1);
    expect(await visitor?.visits(20)).toEqual(only('1', 20));
    const copies = lab.answered.filter(({ mirrored }) => mirrored);
    expect([copies.length, new Set(copies.map(({ service }) => service))]).toEqual([20, new Set(['podinfo-canary'])]);
    await lab.heard(/canary weight 30/);
    const before = lab.answered.length;
    await visitAll(lab.visitors(20));
    expect(lab.answered.slice(before).filter(({ mirrored }) => mirrored)).toEqual([]);
  });
});
