import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { canary, deployment } from '../golden/objects.ts';
import { expectTold } from './expect-told.ts';
import type { Case } from './expect-told.ts';
import { istioCanary, Town } from './town.ts';
import type { Chronicle } from './town.ts';

const ISTIO = readFileSync(new URL('../../../deploy/crds/third-party/istio.yaml', import.meta.url), 'utf8');
const ISTIO_TYPES = ['virtualservices', 'destinationrules'];

const MESHED: Case = {
  name: 'meshed', objects: () => [deployment(), istioCanary()],
  repair: (_lab, { api }) => api.installCrds(ISTIO),
  expected: {
    condition: {
      type: 'Reconciled', status: 'False', reason: 'MissingResourceType',
      message: expect.stringMatching(/the API server has no resource type destinationrules\.networking\.istio\.io in networking\.istio\.io\/v1beta1; is its CRD installed\?$/),
    },
    phase: 'Initializing', afterwards: 'Initialized',
  },
};

let chronicle: Chronicle;
beforeAll(async () => {
  chronicle = await Town.tell([MESHED], {
    neighbour: canary('kubernetes', { iterations: 2 }),
    prepare: ({ api }) => {
      for (const type of ISTIO_TYPES) api.store.remove({ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' }, { name: `${type}.networking.istio.io` });
    },
  });
}, 60_000);

describe('a mesh that is not installed', () => {
  it('is told on the canary until it is', () => {
    expectTold(chronicle, MESHED);
  });

  it('slows no other canary', () => {
    expect(chronicle.neighbour.besideMs).toBe(chronicle.neighbour.aloneMs);
  });
});
