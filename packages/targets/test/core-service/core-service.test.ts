import { describe, expect, it } from '@jest/globals';
import { serviceFactory } from '../../src/core-service/service-factory.ts';
import { SERVICES } from '../../src/objects/service.ts';
import type { Service } from '../../src/objects/service.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { canaryOf, env, signal } from '../support/world.ts';

const SUBJECT = canaryOf('Service', 'v1', { service: { port: 80 } });
const APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const source = (spec: object = {}, metadata: object = {}): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'podinfo', namespace: 'test', labels: { app: 'podinfo', 'team.example/a': '1' }, annotations: { [APPLIED]: '{}', note: 'x' }, finalizers: ['cloud'], ...metadata },
  spec: {
    type: 'NodePort', clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.1'], healthCheckNodePort: 30001, selector: { app: 'v1' },
    ports: [{ name: 'http', port: 80, nodePort: 30080 }], ...spec,
  },
});

const world = async (target: Service, subject = SUBJECT) => {
  const store = new MemoryStore(target);
  const controller = serviceFactory.create(env(store, { includeLabelPrefixes: ['team.example'] }));
  await controller.initialize(subject, signal);
  return { store, controller, read: (name: string): Service => store.read(SERVICES, name)! };
};

describe('a core Service', () => {
  it('copies no address, no node port and no finalizer', async () => {
    const { store, read } = await world(source());
    expect(store.takeWrites()).toEqual(['create Service podinfo-canary', 'create Service podinfo-primary']);
    for (const name of ['podinfo-canary', 'podinfo-primary']) {
      expect(read(name).spec).toEqual({ type: 'NodePort', selector: { app: 'v1' }, ports: [{ name: 'http', port: 80 }] });
      expect(read(name).metadata).toMatchObject({ labels: source().metadata.labels, annotations: { note: 'x' }, ownerReferences: [{ kind: 'Canary', name: 'podinfo' }] });
      expect(read(name).metadata).not.toHaveProperty('finalizers');
    }
  });

  it('that is headless has headless copies', async () => {
    const { read } = await world(source({ type: 'ClusterIP', clusterIP: 'None', clusterIPs: ['None'] }));
    expect(read('podinfo-primary').spec.clusterIP).toBe('None');
  });

  it('gives its copies the canary\'s traffic distribution', async () => {
    const { read } = await world(source(), canaryOf('Service', 'v1', { service: { port: 80, trafficDistribution: 'PreferClose' } }));
    expect(read('podinfo-primary').spec.trafficDistribution).toBe('PreferClose');
  });

  it('has a canary that follows it, without a write while nothing changes', async () => {
    const { store, controller, read } = await world(source());
    const assigned = { clusterIP: '10.0.0.2', clusterIPs: ['10.0.0.2'], ports: [{ name: 'http', port: 80, nodePort: 30099 }] };
    store.put({ ...read('podinfo-canary'), spec: { ...read('podinfo-canary').spec, ...assigned } });
    store.takeWrites();
    await controller.initialize(SUBJECT, signal);
    expect(store.takeWrites()).toEqual([]);
    store.put(source({ selector: { app: 'v2' } }));
    await controller.initialize(SUBJECT, signal);
    expect(store.takeWrites()).toEqual(['update Service podinfo-canary']);
    expect(read('podinfo-canary').spec).toEqual({ type: 'NodePort', selector: { app: 'v2' }, ...assigned });
  });

  it('reaches its primary with a promotion', async () => {
    const { store, controller, read } = await world(source());
    store.put({ ...read('podinfo-primary'), spec: { ...read('podinfo-primary').spec, clusterIP: '10.0.0.3', clusterIPs: ['10.0.0.3'] } });
    const first = await controller.revision(SUBJECT, signal);
    expect(first).toMatchObject({ trackedConfigs: undefined, equalsPrimary: true });
    store.put(source({ selector: { app: 'v2' } }));
    const second = await controller.revision(SUBJECT, signal);
    expect(second.equalsPrimary).toBe(false);
    expect(second.hash).not.toBe(first.hash);
    await controller.promote(SUBJECT, signal);
    expect(read('podinfo-primary').spec).toMatchObject({ selector: { app: 'v2' }, clusterIP: '10.0.0.3' });
    await expect(controller.revision(SUBJECT, signal)).resolves.toEqual({ ...second, equalsPrimary: true });
  });

  it('has a primary that stays owned, with included labels and annotations only', async () => {
    const { store, controller, read } = await world(source());
    store.put(source({ selector: { app: 'v2' } }, { ownerReferences: [{ apiVersion: 'v1', kind: 'Other', name: 'x', uid: 'y', controller: true }] }));
    await controller.promote(SUBJECT, signal);
    expect(read('podinfo-primary').metadata).toMatchObject({ labels: { 'team.example/a': '1' }, annotations: {}, ownerReferences: [{ kind: 'Canary' }] });
    store.takeWrites();
    await controller.promote(SUBJECT, signal);
    expect(store.takeWrites()).toEqual([]);
  });

  it('has one revision, whatever address and node port it was given', async () => {
    const { store, controller } = await world(source());
    const before = await controller.revision(SUBJECT, signal);
    store.put(source({ clusterIP: '10.9.9.9', clusterIPs: ['10.9.9.9'], ports: [{ name: 'http', port: 80, nodePort: 31111 }] }));
    await expect(controller.revision(SUBJECT, signal)).resolves.toEqual(before);
  });

  it('can become a ClusterIP Service, whose primary loses its node ports', async () => {
    const { store, controller, read } = await world(source());
    store.put({ ...read('podinfo-primary'), spec: { ...read('podinfo-primary').spec, ports: [{ name: 'http', port: 80, nodePort: 30099 }] } });
    store.put(source({ type: 'ClusterIP' }));
    await controller.promote(SUBJECT, signal);
    expect(read('podinfo-primary').spec.ports).toEqual([{ name: 'http', port: 80 }]);
  });

  it('is always ready, never scaled, and is its own apex', async () => {
    const { store, controller } = await world(source());
    store.takeWrites();
    const metadata = await controller.metadata(SUBJECT, signal);
    expect(metadata).toEqual({ labelKey: '', labelValue: '', ports: [] });
    await expect(controller.readiness(SUBJECT, 'canary', signal)).resolves.toEqual({ state: 'ready' });
    await controller.exposeWorkloads(SUBJECT, metadata, signal);
    await controller.exposeApex(SUBJECT, metadata, signal);
    await controller.scaleToZero(SUBJECT, signal);
    await controller.scaleFromZero(SUBJECT, signal);
    await controller.finalize(SUBJECT, signal);
    await controller.restoreApex(SUBJECT, metadata, signal);
    expect(store.takeWrites()).toEqual([]);
  });

  it('must exist', async () => {
    await expect(serviceFactory.create(env(new MemoryStore())).initialize(SUBJECT, signal)).rejects.toThrow('service podinfo.test get query error: services "podinfo" not found');
  });
});
