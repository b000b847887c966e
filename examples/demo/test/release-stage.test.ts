import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Manifest } from '@flagger/sdk';
import { createRealClock, startApiServer } from '@flagger/testkit';
import type { ApiServer } from '@flagger/testkit';
import { followImage } from '../src/follow-image.ts';
import { APP, canary, deployment, imageOf, WEIGHTED } from '../src/manifests.ts';
import { followStages } from '../src/release-stage.ts';
import type { Stage } from '../src/release-stage.ts';

const CANARIES = { apiVersion: 'flagger.app/v1beta1', kind: 'Canary' };
const key = { namespace: 'prod', name: APP };
const crds = join(import.meta.dirname, '../../../packages/deploy/crds');

function virtualService(weight: number): Manifest {
  const destination = (service: string, share: number): object => ({ destination: { host: service }, weight: share });
  return {
    apiVersion: 'networking.istio.io/v1beta1', kind: 'VirtualService', metadata: key,
    spec: { hosts: [APP], http: [{ route: [destination(`${APP}-primary`, 100 - weight), destination(`${APP}-canary`, weight)] }] },
  } as Manifest;
}

let api: ApiServer;

beforeEach(async () => {
  api = await startApiServer({ clock: createRealClock() });
  for (const file of ['flagger.yaml', 'third-party/istio.yaml']) api.installCrds(await readFile(join(crds, file), 'utf8'));
});

afterEach(() => api.close());

describe('following a release', () => {
  it('tells the stage that ends and the one that begins', () => {
    const stages: (readonly [Stage, Stage])[] = [];
    const stop = followStages(api, 'prod', (before, now) => stages.push([before, now]));
    api.store.create(canary('prod', 'istio', WEIGHTED));
    api.store.create(canary('test', 'istio', WEIGHTED));
    api.store.patchStatus(CANARIES, { ...key, namespace: 'test' }, { status: { phase: 'Progressing' } });
    api.store.patchStatus(CANARIES, key, { status: { phase: 'Progressing', iterations: 0, canaryWeight: 0, failedChecks: 0 } });
    api.store.put(virtualService(0));
    api.store.put(virtualService(20));
    api.store.patchStatus(CANARIES, key, { status: { canaryWeight: 20 } });
    api.store.patchStatus(CANARIES, key, { status: { phase: 'Failed' } });
    stop();
    api.store.put(virtualService(0));
    expect(stages.map(([, now]) => now)).toEqual([
      { phase: 'Progressing', weight: 0, iterations: 0 },
      { phase: 'Progressing', weight: 20, iterations: 0 },
      { phase: 'Failed', weight: 20, iterations: 0 },
    ]);
    expect(stages.slice(1).map(([before]) => before)).toEqual(stages.slice(0, -1).map(([, now]) => now));
  });

  it('tells the image that was set', () => {
    const images: string[] = [];
    const stop = followImage(api, 'prod', image => images.push(image));
    api.store.create(deployment('prod', '1.0.0'));
    api.store.create(deployment('test', '9.0.0'));
    api.store.patch({ apiVersion: 'apps/v1', kind: 'Deployment' }, key, { spec: { template: deployment('prod', '2.0.0').spec.template } });
    stop();
    expect(images).toEqual([imageOf('1.0.0'), imageOf('2.0.0')]);
  });
});
