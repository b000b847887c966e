import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createVirtualClock } from '../../src/clock/virtual-clock.ts';
import type { VirtualClock } from '../../src/clock/virtual-clock.ts';
import { AppVersions } from '../../src/traffic/app-versions.ts';

describe('the versions of an application', () => {
  let clock: VirtualClock;
  let versions: AppVersions;

  beforeEach(() => {
    clock = createVirtualClock();
    versions = new AppVersions(clock);
  });

  afterEach(() => versions.close());

  /** Moves the clock to each answer as soon as the application waits for it. */
  async function get(url: string): Promise<Response> {
    const response = fetch(url, { headers: { 'x-pod': 'web-1' } });
    let done = false;
    void response.finally(() => { done = true; });
    while (!done) {
      clock.runNext();
      await new Promise(resolve => setImmediate(resolve));
    }
    return response;
  }

  it.each([['registry.example:5000/team/web:1.2', true], ['web:1.2', true], ['web:1.3', false], ['web', false]])('are found by the tag of %s: %p', async (image, found) => {
    await versions.start('1.2');
    expect(versions.find(image) !== undefined).toBe(found);
  });

  it('say who answered', async () => {
    const { url } = await versions.start('1.2');
    const response = await get(`${url}/users?x=1`);
    expect(response.headers.get('x-version')).toBe('1.2');
    expect(await response.json()).toMatchObject({ version: '1.2', pod: 'web-1', path: '/users?x=1' });
  });

  it('take their time, by the clock', async () => {
    const { url } = await versions.start('slow', { latency: { medianMs: 700, p99Ms: 700 } });
    const before = clock.now();
    await get(url);
    expect(clock.now() - before).toBe(700);
  });

  it('fail as often as they are told, from then on', async () => {
    const version = await versions.start('1.2');
    expect((await get(version.url)).status).toBe(200);
    version.behave({ errorRate: 1 });
    expect((await get(version.url)).status).toBe(500);
    version.behave({ errorRate: 0.3 });
    const statuses: number[] = [];
    for (let sent = 0; sent < 100; sent += 1) statuses.push((await get(version.url)).status);
    const failed = statuses.filter(status => status === 500).length;
    expect(failed).toBeGreaterThan(15);
    expect(failed).toBeLessThan(45);
  });
});
