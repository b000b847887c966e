import { describe, expect, it } from '@jest/globals';
import { CanaryError } from '@flagger/sdk';
import type { Manifest, TargetController } from '@flagger/sdk';
import { deploymentFactory } from '../src/deployment/deployment-factory.ts';
import { hpaFactory, kedaFactory } from '../src/scalers/scaler-factories.ts';
import { GeneratedServices } from '../src/services/generated-services.ts';
import { MemoryStore } from './support/memory-store.ts';
import { canary, deployment, env, signal } from './support/world.ts';

const METADATA = { labelKey: 'app', labelValue: 'podinfo', ports: [] };
const settings = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'test' }, data: { color: 'red' } };
const target = deployment({ pod: { containers: [{ name: 'c', envFrom: [{ configMapRef: { name: 'settings' } }] }] } });
const named = (name: string, object: object): Manifest => ({ ...object, metadata: { name, namespace: 'test' } }) as Manifest;
const SCALED = { scaleTargetRef: { name: 'podinfo' }, maxReplicas: 4 };
const hpa = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', spec: SCALED };
const scaledObject = { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', spec: SCALED };
const scaled = (kind: string) => canary({ autoscalerRef: { apiVersion: '', kind, name: 'scaler' } });

/** A store that refuses one write, in the words of a cluster's store. */
function refusing(write: string, ...objects: readonly Manifest[]): MemoryStore {
  const store = new MemoryStore(...objects);
  store.onWrite = ({ verb, what }) => {
    if (`${verb} ${what}` === write) throw new CanaryError('Invalid', 'never', `${verb} things.example.com test/x: it is invalid`);
  };
  return store;
}

const released = (of: (deployments: TargetController) => Promise<void>) => (store: MemoryStore) => of(deploymentFactory.create(env(store)));
const started = released(deployments => deployments.initialize(canary(), signal));
const promoted = released(deployments => deployments.promote(canary(), signal));
const exposed = (store: MemoryStore) => new GeneratedServices(env(store)).exposeWorkloads(canary(), METADATA, signal);
const primary = named('podinfo-primary', target);
const copy = named('settings-primary', settings);

describe('what the API server refuses', () => {
  it.each<[string, (store: MemoryStore) => Promise<void>, readonly Manifest[], string]>([
    ['create Service podinfo-canary', exposed, [], 'reconcileService failed: service podinfo-canary.test create error'],
    ['update Service podinfo-canary', exposed, [named('podinfo-canary', { apiVersion: 'v1', kind: 'Service', spec: {} })], 'reconcileService failed: service podinfo-canary update error'],
    ['create Deployment podinfo-primary', started, [target, settings], 'createPrimaryDeployment failed: creating deployment podinfo-primary.test failed'],
    ['create ConfigMap settings-primary', started, [target, settings], 'createPrimaryDeployment failed: CreatePrimaryConfigs failed: creating configmap settings-primary.test failed'],
    ['update Deployment podinfo-primary', promoted, [target, settings, primary], 'updating deployment podinfo-primary.test template spec failed'],
    [
      'update ConfigMap settings-primary', promoted, [target, settings, primary, { ...copy, data: {} } as Manifest],
      'updating deployment podinfo-primary.test template spec failed: CreatePrimaryConfigs failed: updating configmap settings-primary.test failed',
    ],
    [
      'create HorizontalPodAutoscaler scaler-primary', store => hpaFactory.create(env(store)).create(scaled('HorizontalPodAutoscaler'), METADATA, signal), [named('scaler', hpa)],
      'creating HorizontalPodAutoscaler v2 scaler-primary.test failed',
    ],
    [
      'update HorizontalPodAutoscaler scaler-primary', store => hpaFactory.create(env(store)).sync(scaled('HorizontalPodAutoscaler'), METADATA, signal),
      [named('scaler', hpa), named('scaler-primary', { ...hpa, spec: { ...SCALED, maxReplicas: 9 } })], 'updating HorizontalPodAutoscaler v2 scaler-primary.test failed',
    ],
    [
      'create ScaledObject scaler-primary', store => kedaFactory.create(env(store)).create(scaled('ScaledObject'), METADATA, signal), [named('scaler', scaledObject)],
      'creating Keda ScaledObject scaler-primary.test failed',
    ],
  ])('%s is told as Flagger does', async (write, act, objects, words) => {
    await expect(act(refusing(write, ...objects))).rejects.toMatchObject({ code: 'Invalid', message: `${words}: it is invalid` });
  });
});
