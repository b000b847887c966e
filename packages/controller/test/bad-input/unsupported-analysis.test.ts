import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { canary, deployment } from '../golden/objects.ts';
import { expectTold, outcomeOf } from './expect-told.ts';
import type { Case } from './expect-told.ts';
import { istioCanary, mend, release, STEP, Town } from './town.ts';
import type { Chronicle, Story } from './town.ts';

const TRAEFIK = readFileSync(new URL('../../../deploy/crds/third-party/traefik.yaml', import.meta.url), 'utf8');

const refused = (message: string): Case['expected'] => ({
  condition: { type: 'Accepted', status: 'False', reason: 'Unsupported', message: `invalid canary spec: ${message}` }, afterwards: 'Initialized',
});
const insiders = { headers: { 'x-canary': { exact: 'insider' } } };
const INGRESS = { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: 'podinfo' };

/** Mended by another provider, by another analysis, or by none. */
const CASES: readonly Case[] = [
  {
    name: 'match-on-traefik', objects: () => [deployment(), canary('traefik', { iterations: 2, match: [insiders] })], repair: mend({ provider: 'istio' }),
    expected: refused("spec.analysis.match[0].headers: provider traefik can't match requests by headers (istio, nginx can)"),
  },
  {
    name: 'mirror-on-nginx', objects: () => [deployment(), canary('nginx', { ...STEP, mirror: true }, { spec: { ingressRef: INGRESS } })], repair: mend({ provider: 'kubernetes', analysis: { mirror: false } }),
    expected: refused("spec.analysis.mirror: provider nginx can't mirror requests before a weighted shift (istio can)"),
  },
  {
    name: 'sticky-on-traefik', objects: () => [deployment(), canary('traefik', { ...STEP, sessionAffinity: { cookieName: 'c' } })], repair: mend({ analysis: { sessionAffinity: null }, provider: 'istio' }),
    expected: refused("spec.analysis.sessionAffinity: provider traefik can't keep users on the canary by a cookie (istio can)"),
  },
  {
    name: 'match-over-tcp', objects: () => [deployment(), istioCanary({ iterations: 2, match: [insiders] }, { service: { appProtocol: 'tcp' } })], repair: mend({ analysis: { match: null } }),
    expected: refused("spec.analysis.match[0].headers: provider istio can't match requests by headers over TCP (nginx can)"),
  },
];

const DEGRADED: Story = {
  name: 'match-on-none', objects: () => [deployment(), canary('kubernetes', { iterations: 2, match: [insiders] })], begin: release(), repair: () => undefined,
};

/** Flagger has no word for it, and runs it. */
const IGNORED: Case = {
  name: 'mirror-on-none', objects: () => [deployment(), canary('kubernetes', { iterations: 2, mirror: true })], begin: release(), repair: mend({ analysis: { mirror: false } }),
  expected: {
    condition: { type: 'Accepted', status: 'True', reason: 'Doubtful', message: "doubtful canary spec: spec.analysis.mirror: provider kubernetes can't mirror requests (istio can); the analysis runs without" },
    phase: 'Succeeded', afterwards: 'Succeeded',
  },
};

let chronicle: Chronicle;
beforeAll(async () => {
  chronicle = await Town.tell([...CASES, IGNORED, DEGRADED], { operator: { flags: { providers: ['istio', 'kubernetes', 'nginx', 'traefik'] } }, prepare: ({ api }) => { api.installCrds(TRAEFIK); } });
}, 60_000);

describe('an analysis that its provider can not run', () => {
  it.each([...CASES, IGNORED])('$name is told on the canary until it is mended', story => {
    expectTold(chronicle, story);
  });

  it('is run with a warning where Flagger does', () => {
    const { broken } = outcomeOf(chronicle, 'match-on-none');
    expect(broken.warnings).toContainEqual('A/B testing is not supported when using the kubernetes provider');
    expect(broken).toMatchObject({ phase: 'Succeeded', conditions: [{ type: 'Promoted', status: 'True' }] });
  });

  it('slows no other canary', () => {
    expect(chronicle.neighbour.besideMs).toBe(chronicle.neighbour.aloneMs);
  });
});
