import { describe, expect, it } from '@jest/globals';
import type { Canary, Manifest, PolicyRule, ScalerFactory, TargetController, TargetFactory } from '@flagger/sdk';
import { targetsPlugin } from '../src/index.ts';
import { MemoryStore } from './support/memory-store.ts';
import { canary, canaryOf, daemonSet, deployment, env, signal, statefulSet } from './support/world.ts';
import type { AnyObject } from './support/world.ts';

const factoryOf = <T extends TargetFactory | ScalerFactory>(factories: readonly T[], handle: string): T =>
  factories.find(({ handles }) => handles.some(({ apiVersion, kind }) => `${apiVersion} ${kind}` === handle))!;

type Objects = readonly (Manifest | AnyObject)[];

/** The writes that rules allow, as `verb resource`. */
const allowed = (rules: readonly PolicyRule[]): readonly string[] =>
  rules.flatMap(({ resources, verbs }) => resources.flatMap(resource => verbs.filter(verb => !['get', 'list', 'watch'].includes(verb)).map(verb => `${verb} ${resource}`)));
const used = (store: MemoryStore): readonly string[] => [...new Set(store.writes.map(({ verb, what }) => `${verb} ${what.split(' ', 1).join('').toLowerCase()}s`))];

const SETTINGS: AnyObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'test' }, data: { a: '1' } };
const KEYS: AnyObject = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'keys', namespace: 'test' }, type: 'Opaque', data: { a: 'MQ==' } };
const pod = (image: string): object => ({ containers: [{ name: 'c', image, envFrom: [{ configMapRef: { name: 'settings' } }, { secretRef: { name: 'keys' } }] }] });
const service = (app: string): AnyObject => ({
  apiVersion: 'v1', kind: 'Service', metadata: { name: 'podinfo', namespace: 'test' }, spec: { type: 'ClusterIP', selector: { app }, ports: [] },
});
const knative = (latest: string): AnyObject => ({
  apiVersion: 'serving.knative.dev/v1', kind: 'Service', metadata: { name: 'podinfo', namespace: 'test' }, spec: {}, status: { latestCreatedRevisionName: latest },
});

async function release(target: TargetController, subject: Canary, change: () => void): Promise<void> {
  const tick = async (): Promise<void> => {
    const metadata = await target.metadata(subject, signal);
    await target.exposeWorkloads(subject, metadata, signal);
    await target.initialize(subject, signal);
    await target.exposeApex(subject, metadata, signal);
  };
  await tick();
  await target.scaleToZero(subject, signal);
  change();
  await tick();
  await target.scaleFromZero(subject, signal);
  await target.promote(subject, signal);
}

describe('the rights of a target', () => {
  it.each<[string, Canary, { readonly before: Objects; readonly after: Objects }]>([
    ['* Deployment', canary(), {
      before: [SETTINGS, KEYS, deployment({ pod: pod('a:1') }), service('mine')],
      after: [{ ...SETTINGS, data: { a: '2' } }, { ...KEYS, data: { a: 'Mg==' } }, deployment({ pod: pod('a:2'), spec: { replicas: 0 } })],
    }],
    ['* DaemonSet', canaryOf('DaemonSet', 'apps/v1'), {
      before: [SETTINGS, KEYS, daemonSet({ pod: pod('a:1') }), service('mine')],
      after: [{ ...SETTINGS, data: { a: '2' } }, { ...KEYS, data: { a: 'Mg==' } }, daemonSet({ pod: pod('a:2') })],
    }],
    ['* StatefulSet', canaryOf('StatefulSet', 'apps/v1'), {
      before: [SETTINGS, KEYS, statefulSet({ pod: pod('a:1') }), service('mine')],
      after: [{ ...SETTINGS, data: { a: '2' } }, { ...KEYS, data: { a: 'Mg==' } }, statefulSet({ pod: pod('a:2'), spec: { replicas: 0 } })],
    }],
    ['* Service', canaryOf('Service', 'v1'), { before: [service('v1')], after: [service('v2')] }],
    ['serving.knative.dev/v1 Service', canaryOf('Service', 'serving.knative.dev/v1'), { before: [knative('one')], after: [knative('two')] }],
  ])('%s are those that a release uses', async (handle, subject, { before, after }) => {
    const store = new MemoryStore(...before);
    const factory = factoryOf(targetsPlugin.targets, handle);
    await release(factory.create(env(store)), subject, () => after.forEach(object => store.put(object)));
    expect(used(store).toSorted()).toEqual(allowed(factory.rbac).toSorted());
  });

  it('read through watches only', () => {
    for (const { rbac } of [...targetsPlugin.targets, ...targetsPlugin.scalers]) {
      for (const { verbs } of rbac) expect(verbs).toEqual(expect.arrayContaining(['get', 'list', 'watch']));
    }
  });
});

describe('the rights of a scaler', () => {
  it.each([
    ['HorizontalPodAutoscaler', 'autoscaling/v2', { minReplicas: 1, maxReplicas: 2 }, { minReplicas: 1, maxReplicas: 3 }],
    ['ScaledObject', 'keda.sh/v1alpha1', { maxReplicaCount: 2 }, { maxReplicaCount: 3 }],
  ])('%s are those that a release uses', async (kind, apiVersion, before, after) => {
    const object = (spec: object): AnyObject => ({
      apiVersion, kind, metadata: { name: 'podinfo', namespace: 'test' }, spec: { scaleTargetRef: { name: 'podinfo' }, ...spec },
    });
    const store = new MemoryStore(object(before));
    const factory = factoryOf(targetsPlugin.scalers, `* ${kind}`);
    const scaler = factory.create(env(store));
    const subject = canary({ autoscalerRef: { apiVersion, kind, name: 'podinfo' } });
    const metadata = { labelKey: 'app', labelValue: 'podinfo', ports: [] };
    await scaler.create(subject, metadata, signal);
    await scaler.pause(subject, signal);
    store.put(object(after));
    await scaler.sync(subject, metadata, signal);
    await scaler.pause(subject, signal);
    expect(used(store).toSorted()).toEqual(allowed(factory.rbac).toSorted());
  });
});
