import assert from 'node:assert/strict';
import type { ProviderCapabilities, RouteSubject } from '@flagger/sdk';
import type { RoutedRequest } from '../traffic/route-plan.ts';
import { percent } from './law-row.ts';
import type { LawRow } from './law-row.ts';
import type { RouterLab } from './router-lab.ts';
import type { Insider } from './router-subject.ts';

/** The usual insider by one part of a match. */
interface InsiderRow extends Insider {
  readonly part: ProviderCapabilities['matches'][number];
  readonly title: string;
}

const INSIDERS: readonly InsiderRow[] = [
  { part: 'headers', title: 'a header', match: { headers: { 'x-lab': { exact: 'insider' } } }, request: { headers: { 'x-lab': 'insider' } } },
  { part: 'cookies', title: 'a cookie', match: { headers: { cookie: { regex: '^(.*?;)?(canary=always)(;.*)?$' } } }, request: { headers: { cookie: 'a=b;canary=always' } } },
  { part: 'queryParams', title: 'a query parameter', match: { queryParams: { lab: { exact: 'insider' } } }, request: { target: '/?lab=insider' } },
  { part: 'sourceLabels', title: "the caller's labels", match: { sourceLabels: { role: 'tester' } }, request: { sourceLabels: { role: 'tester' } } },
];

/** A/B testing. */
export const MATCH_LAWS: readonly LawRow[] = INSIDERS.map(insider => ({
  title: `lets in by ${insider.title} who is to test the canary, and nobody else`,
  exempt: [({ provider }) => (provider.capabilities.matches.includes(insider.part) ? undefined : `its routes cannot match by ${insider.title}`)],
  check: (lab, signal) => checkInsider(lab, lab.subject.insiders?.[insider.part] ?? insider, signal),
}));

async function checkInsider(lab: RouterLab, { match, request }: Insider, signal: AbortSignal): Promise<void> {
  const release = lab.release({ analysis: { iterations: 3, match: [match] }, status: { iterations: 1 } });
  const insider = { ...request, headers: { ...lab.subject.request?.headers, ...request.headers } };
  await lab.router.reconcile(release, signal);
  assert.deepEqual(await lab.split(insider, signal), percent(0), 'an insider before the test');
  await lab.router.setTraffic(release, percent(100), signal);
  await checkTest(lab, { release, insider }, signal);
  await lab.router.reconcile(release, signal);
  await checkTest(lab, { release, insider }, signal);
  await lab.router.setTraffic(release, percent(0), signal);
  assert.deepEqual(await lab.split(insider, signal), percent(0), 'an insider after the test');
}

async function checkTest(lab: RouterLab, { release, insider }: { release: RouteSubject; insider: Partial<RoutedRequest> }, signal: AbortSignal): Promise<void> {
  assert.deepEqual(await lab.readBack(release, signal), percent(100), 'getTraffic');
  assert.deepEqual(await lab.split(insider, signal), percent(100), 'an insider');
  assert.deepEqual(await lab.split({}, signal), percent(0), 'anybody else');
}
