import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Manifest } from '@flagger/sdk';
import { HaproxyLab } from './haproxy-lab.ts';
import { realPause, RealProcess } from './real-process.ts';

const DEPLOYMENT = {
  apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'podinfo' },
  spec: {
    replicas: 1, selector: { matchLabels: { app: 'podinfo' } },
    template: { metadata: { labels: { app: 'podinfo' } }, spec: { containers: [{ name: 'podinfod', image: 'podinfo:1', ports: [{ name: 'http', containerPort: 9898 }] }] } },
  },
} as Manifest;
const CANARY = {
  apiVersion: 'flagger.app/v1beta1', kind: 'Canary', metadata: { name: 'podinfo' },
  spec: {
    targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'podinfo' }, service: { port: 80, targetPort: 9898 },
    analysis: {
      interval: '10s', threshold: 2, stepWeight: 25, maxWeight: 75,
      metrics: [{ name: 'request-success-rate', thresholdRange: { min: 99 }, interval: '4s' }, { name: 'request-duration', thresholdRange: { max: 500 }, interval: '4s' }],
    },
  },
} as Manifest;
/** Between the operator's write and HAProxy's new weights lie a watch and a command; a test on a busy machine gives them time. */
const AGENT_MS = 500;

let lab: HaproxyLab;

beforeAll(async () => {
  lab = await HaproxyLab.start();
  lab.create(DEPLOYMENT);
  lab.create(CANARY);
  await lab.until('Initialized', canary => canary?.status?.phase === 'Initialized');
}, 120_000);

afterAll(() => lab.close(), 60_000);

/** The canary's real share, once the operator has given it this weight. */
async function shareAt(weight: number): Promise<number> {
  await lab.until(`weight ${weight}`, canary => canary?.status?.canaryWeight === weight);
  await realPause(AGENT_MS);
  return lab.share();
}

/** HAProxy takes turns, so that a share is nearly exact; requests of others come between. */
function expectAbout(share: number, weight: number): void {
  expect(Math.abs(share - weight)).toBeLessThanOrEqual(3);
}

describe('a real HAProxy', () => {
  it('gives the canary no request before there is a release', async () => {
    expect(await lab.share()).toBe(0);
  });

  it('splits requests as the release goes on, and gives all to the primary when it is promoted', async () => {
    lab.image('2');
    for (const weight of [25, 50, 75]) expectAbout(await shareAt(weight), weight);
    await lab.until('Succeeded', canary => canary?.status?.phase === 'Succeeded');
    expect(await shareAt(0)).toBe(0);
  });

  it('measures the canary: one that fails is rolled back', async () => {
    lab.canaryApp.status = 503;
    lab.image('3');
    await lab.until('Failed', canary => canary?.status?.phase === 'Failed');
    expect(await shareAt(0)).toBe(0);
    expect(lab.operator.log()).toMatch(/Halt podinfo\.test advancement success rate [\d.]+% < 99%/);
  });
});

describe('a machine without it', () => {
  it('is told what to install', async () => {
    await expect(RealProcess.start({ command: 'haproxy-that-is-not-there', args: [], packageName: 'haproxy' })).rejects.toThrow(/ENOENT.*; install it: apt-get install haproxy$/);
  });
});
