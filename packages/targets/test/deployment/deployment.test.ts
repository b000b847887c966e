import { describe, expect, it } from '@jest/globals';
import { deploymentFactory } from '../../src/deployment/deployment-factory.ts';
import { DEPLOYMENTS } from '../../src/objects/deployment.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { canary, deployment, env, signal } from '../support/world.ts';

const OWNER = { apiVersion: 'flagger.app/v1beta1', kind: 'Canary', name: 'podinfo', uid: 'uid-canary', controller: true, blockOwnerDeletion: true };

describe('a Deployment\'s metadata', () => {
  it('names the selector label', async () => {
    const target = deploymentFactory.create(env(new MemoryStore(deployment())));
    await expect(target.metadata(canary(), signal)).resolves.toEqual({ labelKey: 'app', labelValue: 'podinfo', ports: [] });
  });

  it('fails in Flagger\'s words without a target', async () => {
    const target = deploymentFactory.create(env(new MemoryStore()));
    await expect(target.metadata(canary(), signal)).rejects.toMatchObject({
      code: 'NotFound',
      retry: 'later',
      message: 'deployment podinfo.test get query error: deployments.apps "podinfo" not found',
    });
  });
});

describe('a new primary', () => {
  const created = async (object = deployment(), settings = {}) => {
    const store = new MemoryStore(object);
    await deploymentFactory.create(env(store, settings)).initialize(canary(), signal);
    return { store, primary: store.read(DEPLOYMENTS, 'podinfo-primary')! };
  };

  it('is the target with a selector of its own', async () => {
    const { primary } = await created(deployment(), { includeLabelPrefixes: ['team.example'] });
    expect(primary.metadata).toMatchObject({
      labels: { app: 'podinfo-primary', 'team.example/owner': 'a' },
      annotations: { 'note.example/x': 'y' },
      ownerReferences: [OWNER],
    });
    expect(primary.spec).toEqual({
      replicas: 2,
      progressDeadlineSeconds: 60,
      strategy: { type: 'RollingUpdate' },
      selector: { matchLabels: { app: 'podinfo-primary' } },
      template: {
        metadata: { labels: { app: 'podinfo-primary' }, annotations: { 'flagger-id': expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/) } },
        spec: deployment().spec.template.spec,
      },
    });
  });

  it('has every annotation of the target, also kubectl\'s, but none of Flux', async () => {
    const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': '{}', 'kustomize.toolkit.fluxcd.io/checksum': 'x' };
    const { primary } = await created(deployment({ metadata: { annotations } }));
    expect(primary.metadata.annotations).toEqual({ 'kubectl.kubernetes.io/last-applied-configuration': '{}' });
  });

  it('drops other labels of the target\'s selector from its own, but not from its pods', async () => {
    const labels = { app: 'podinfo', tier: 'web' };
    const { primary } = await created(deployment({ spec: { selector: { matchLabels: labels } }, template: { metadata: { labels } } }));
    expect(primary.spec.selector).toEqual({ matchLabels: { app: 'podinfo-primary' } });
    expect(primary.spec.template.metadata?.labels).toEqual({ app: 'podinfo-primary', tier: 'web' });
  });

  it('takes the label\'s value, not the target\'s name', async () => {
    const { primary } = await created(deployment({ spec: { selector: { matchLabels: { app: 'shop' } } } }));
    expect(primary.spec.selector.matchLabels).toEqual({ app: 'shop-primary' });
  });

  it.each([[0, 1], [3, 3]])('of a target with %i replicas has %i', async (replicas, expected) => {
    const { primary } = await created(deployment({ spec: { replicas } }));
    expect(primary.spec.replicas).toBe(expected);
  });

  it('is not paused with the target', async () => {
    const { primary } = await created(deployment({ spec: { paused: true } }));
    expect(primary.spec).not.toHaveProperty('paused');
  });

  it('ignores a flagger-id of the target', async () => {
    const { primary } = await created(deployment({ template: { metadata: { annotations: { 'flagger-id': 'mine' } } } }));
    expect(primary.spec.template.metadata?.annotations?.['flagger-id']).not.toBe('mine');
  });

  it('stays as it is once it is there, also when edited by hand', async () => {
    const { store, primary } = await created();
    store.put({ ...primary, spec: { ...primary.spec, replicas: 7 } });
    store.takeWrites();
    await deploymentFactory.create(env(store)).initialize(canary(), signal);
    expect(store.takeWrites()).toEqual([]);
  });

  it('says what failed', async () => {
    const store = new MemoryStore(deployment({ pod: { containers: [{ name: 'c', envFrom: [{ configMapRef: { name: 'gone' } }] }] } }));
    await expect(deploymentFactory.create(env(store)).initialize(canary(), signal)).rejects.toThrow(
      'createPrimaryDeployment failed: GetTargetConfigs failed: configmap gone.test get query error: configmaps "gone" not found',
    );
  });
});

describe('a Deployment\'s readiness', () => {
  const status = { observedGeneration: 1, replicas: 2, updatedReplicas: 2, availableReplicas: 1 };
  const text = 'waiting for rollout to finish: 1 of 2 (readyThreshold 100%) updated replicas are available';

  it('has words for each role', async () => {
    const primary = deployment({ metadata: { name: 'podinfo-primary' }, status });
    const target = deploymentFactory.create(env(new MemoryStore(deployment({ status }), primary)));
    await expect(target.readiness(canary(), 'primary', signal)).resolves.toEqual({ state: 'waiting', reason: `podinfo-primary.test not ready: ${text}` });
    await expect(target.readiness(canary(), 'canary', signal)).resolves.toEqual({ state: 'waiting', reason: `canary deployment podinfo.test not ready: ${text}` });
  });

  it('asks each role its own threshold', async () => {
    const analysis = { interval: '10s', threshold: 2, canaryReadyThreshold: 50 };
    const target = deploymentFactory.create(env(new MemoryStore(deployment({ status }), deployment({ metadata: { name: 'podinfo-primary' }, status }))));
    await expect(target.readiness(canary({ analysis }), 'canary', signal)).resolves.toEqual({ state: 'ready' });
    await expect(target.readiness(canary({ analysis }), 'primary', signal)).resolves.toMatchObject({ state: 'waiting' });
  });

  it('waits for a primary that is gone', async () => {
    const target = deploymentFactory.create(env(new MemoryStore(deployment())));
    await expect(target.readiness(canary(), 'primary', signal)).rejects.toThrow('deployment podinfo-primary.test get query error: deployments.apps "podinfo-primary" not found');
  });
});
