import assert from 'node:assert/strict';
import { serviceNames } from '@flagger/sdk';
import type { CanaryAnalysis, RouteSubject } from '@flagger/sdk';
import { capabilitiesOf, percent } from './law-row.ts';
import type { Exemption, LawRow } from './law-row.ts';
import { setCookies } from './real-split.ts';
import type { RouterLab } from './router-lab.ts';

const notSticky: Exemption = subject => (capabilitiesOf(subject).affinity === 'none' ? 'it has no sticky sessions' : undefined);
const canaryOnly: Exemption = subject => (capabilitiesOf(subject).affinity === 'canary' ? 'it has no cookie of the primary' : undefined);

const CANARY_COOKIE = 'lab-canary=AbCdEfGhIj';
const PRIMARY_COOKIE = 'lab-primary=KlMnOpQrSt';

/** Sticky sessions. */
export const AFFINITY_LAWS: readonly LawRow[] = [
  {
    title: 'gives users of the canary a cookie, and keeps them there',
    exempt: [notSticky],
    check: async (lab, signal) => {
      const release = await run(lab, false, signal);
      assert.deepEqual(await lab.split({}, signal), percent(30), 'a new user');
      assert.deepEqual(await lab.split(carrying(CANARY_COOKIE), signal), percent(100), 'a user of the canary');
      assert.deepEqual(await cookiesOf(lab, 'canary', signal), [`${CANARY_COOKIE}; Max-Age=600; Path=/`]);
      assert.deepEqual(await cookiesOf(lab, 'primary', signal), []);
      assert.deepEqual(await lab.readBack(release, signal), percent(30), 'getTraffic');
      lab.api.requests.reset();
      await lab.router.reconcile(release, signal);
      assert.equal(lab.writes, 0, 'reconcile wrote');
    },
  },
  {
    title: 'gives users of the primary a cookie for one interval, and keeps them there',
    exempt: [notSticky, canaryOnly],
    check: async (lab, signal) => {
      const release = await run(lab, true, signal);
      assert.deepEqual(await lab.split(carrying(PRIMARY_COOKIE), signal), percent(0), 'a user of the primary');
      assert.deepEqual(await lab.split(carrying(CANARY_COOKIE), signal), percent(100), 'a user of the canary');
      assert.deepEqual(await cookiesOf(lab, 'primary', signal), [`${PRIMARY_COOKIE}; Max-Age=90; Path=/`]);
      assert.deepEqual(await lab.readBack(release, signal), percent(30), 'getTraffic');
    },
  },
  {
    title: 'takes the cookie back when the canary gives its traffic up',
    exempt: [notSticky],
    check: async (lab, signal) => {
      await run(lab, false, signal);
      const over = lab.release({ analysis: analysis(false), status: { previousSessionAffinityCookie: CANARY_COOKIE } });
      await lab.router.setTraffic(over, percent(0), signal);
      assert.deepEqual(await lab.split(carrying(CANARY_COOKIE), signal), percent(0), 'a former user of the canary');
      assert.deepEqual(setCookies(await lab.plan(carrying(CANARY_COOKIE), signal), serviceNames(over.canary).primary), [`${CANARY_COOKIE}; Max-Age=-1`]);
      assert.deepEqual(await cookiesOf(lab, 'primary', signal), [], 'anybody else');
      assert.deepEqual(await lab.readBack(over, signal), percent(0), 'getTraffic');
    },
  },
];

async function run(lab: RouterLab, primaryToo: boolean, signal: AbortSignal): Promise<RouteSubject> {
  await lab.router.reconcile(lab.release({ analysis: analysis(primaryToo) }), signal);
  const status = { sessionAffinityCookie: CANARY_COOKIE, ...(primaryToo && { primarySessionAffinityCookie: PRIMARY_COOKIE }) };
  const running = lab.release({ analysis: analysis(primaryToo), status });
  await lab.router.setTraffic(running, percent(30), signal);
  return running;
}

function analysis(primaryToo: boolean): CanaryAnalysis {
  const names = { cookieName: 'lab-canary', ...(primaryToo && { primaryCookieName: 'lab-primary' }) };
  return { interval: '1m30s', stepWeight: 30, sessionAffinity: { ...names, maxAge: 600, path: '/' } };
}

function carrying(cookie: string): { readonly headers: Readonly<Record<string, string>> } {
  return { headers: { cookie: `other=1; ${cookie}` } };
}

async function cookiesOf(lab: RouterLab, role: 'primary' | 'canary', signal: AbortSignal): Promise<readonly string[]> {
  return setCookies(await lab.plan({}, signal), serviceNames(lab.subject.canary)[role]);
}
