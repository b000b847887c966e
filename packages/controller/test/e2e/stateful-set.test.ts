import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Manifest } from '@flagger/sdk';
import type { ApiLab } from '../golden/api-lab.ts';
import { event, phase } from '../golden/lab.ts';
import { canary, deployment } from '../golden/objects.ts';
import type { Loose } from '../golden/objects.ts';
import { inDeploy, Stage } from './stage.ts';

const API_PORT = 28643;
const CONTROLLER_PORT = 28680;
const STEP = { interval: '2s', stepWeight: 50, maxWeight: 50 };
const VOLUMES = { volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } }] };

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.start(API_PORT, ['volumes', 'broken']);
  const kubeconfig = stage.plane.controllerKubeconfig(inDeploy('rbac/flagger.yaml'));
  await stage.startController('controller', CONTROLLER_PORT, [`-kubeconfig=${kubeconfig}`, '-mesh-provider=istio']);
}, 300_000);

afterAll(() => stage.stop(), 60_000);

/** A namespace with a StatefulSet and its canary. */
async function create(namespace: string, { spec = {}, progressDeadlineSeconds = 60 }: { readonly spec?: object; readonly progressDeadlineSeconds?: number }): Promise<ApiLab> {
  const lab = stage.labIn(namespace);
  await lab.createNamespace();
  const { metadata, spec: { selector, template } } = deployment() as Loose & { readonly spec: Record<string, unknown> };
  await lab.create({ apiVersion: 'apps/v1', kind: 'StatefulSet', metadata, spec: { replicas: 2, serviceName: 'podinfo-pods', selector, template, ...spec } } as Manifest);
  await lab.create(canary('istio', STEP, { kind: 'StatefulSet', service: { headless: true }, spec: { progressDeadlineSeconds } }));
  return lab;
}

/** Names of the objects of a kind, in a namespace. */
const names = (kind: string, { namespace }: ApiLab): readonly string[] =>
  stage.plane.kubectl('-n', namespace, 'get', kind, '-o', 'jsonpath={range .items[*]}{.metadata.name}{"\\n"}{end}').split('\n').filter(name => name !== '');

const ready = (lab: ApiLab, value: 'never' | null): Promise<void> =>
  lab.patch('apps/v1', 'StatefulSet', 'podinfo', { spec: { template: { metadata: { annotations: { 'nodeless/ready': value } } } } });

describe('a StatefulSet on a real control plane', () => {
  it('with volumes waits for consent, and its primary then has its own', async () => {
    const lab = await create('volumes', { spec: VOLUMES });
    await event(lab, /can't be released: spec\.volumeClaimTemplates/);
    await lab.patch('flagger.app/v1beta1', 'Canary', 'podinfo', { metadata: { annotations: { 'flagger.app/separate-volumes': 'true' } } });
    await phase(lab, 'Initialized');
    await lab.image('2', 'StatefulSet');
    await phase(lab, 'Succeeded');
    expect(names('pvc', lab)).toEqual(['data-podinfo-0', 'data-podinfo-1', 'data-podinfo-primary-0', 'data-podinfo-primary-1']);
  }, 300_000);

  it('whose pods don\'t become ready is rolled back, and its next revision begins from zero', async () => {
    const lab = await create('broken', { progressDeadlineSeconds: 15 });
    await phase(lab, 'Initialized');
    await ready(lab, 'never');
    await phase(lab, 'Failed');
    await ready(lab, null);
    await lab.image('3', 'StatefulSet');
    await phase(lab, 'Succeeded');
    await lab.until('the canary to rest', () => names('pods', lab).every(name => name.startsWith('podinfo-primary-')));
    expect(names('pods', lab)).toEqual(['podinfo-primary-0', 'podinfo-primary-1']);
  }, 300_000);
});
