import { beforeAll, describe, expect, it } from '@jest/globals';
import { playApart } from './play-apart.ts';
import type { ProviderFigures } from './release.ts';
import type { ServedProvider } from './setting.ts';

const PROVIDERS: readonly ServedProvider[] = ['traefik', 'gatewayapi:v1'];
/** Half as many again as the bench finds, as a busy machine may need one more look. */
const MOST_FAILED = 330;

let figures: readonly ProviderFigures[] = [];

beforeAll(async () => {
  figures = await playApart(PROVIDERS);
}, 900_000);

const of = (provider: ServedProvider): ProviderFigures => {
  const found = figures.find(each => each.provider === provider);
  if (found === undefined) throw new Error(`${provider} was not played`);
  return found;
};

describe.each(PROVIDERS)('real requests that Traefik splits for %s', provider => {
  it('go to the canary in the shares that are written, within two points', () => {
    const { good, bad } = of(provider);
    expect(good.steps.map(({ weight }) => weight)).toEqual([20, 40, 60, 0]);
    expect(bad.steps.map(({ weight }) => weight)).toContain(20);
    for (const { weight, share } of [...good.steps, ...bad.steps]) expect(Math.abs(share - weight)).toBeLessThanOrEqual(2);
  });

  it('are all answered by a Pod, whatever is scaled and rolled out meanwhile', () => {
    const { good, bad } = of(provider);
    expect([...good.broken, ...bad.broken]).toEqual([]);
  });

  it('never fail in a good release, which is promoted', () => {
    const { good } = of(provider);
    expect(good).toMatchObject({ phase: 'Succeeded', failed: 0 });
    expect(good.events).toContainEqual(expect.stringMatching(/Promotion completed! Scaling down podinfo/));
    // What the gateway has yet to look at is no news.
    expect(good.events.filter(event => event.includes('is not accepted by'))).toEqual([]);
  });

  it('fail in a bad release until it is rolled back, for few users', () => {
    const { bad } = of(provider);
    expect(bad.phase).toBe('Failed');
    expect(bad.failed).toBeGreaterThan(0);
    expect(bad.failed).toBeLessThan(MOST_FAILED);
  });
});
