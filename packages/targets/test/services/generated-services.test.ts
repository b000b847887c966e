import { describe, expect, it } from '@jest/globals';
import type { CanaryService, TargetMetadata } from '@flagger/sdk';
import { SERVICES } from '../../src/objects/service.ts';
import type { Service } from '../../src/objects/service.ts';
import { GeneratedServices } from '../../src/services/generated-services.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { canary, env, signal } from '../support/world.ts';

const TARGET: TargetMetadata = { labelKey: 'app', labelValue: 'pods', ports: [] };
const MARKERS = { 'kustomize.toolkit.fluxcd.io/reconcile': 'disabled', 'helm.toolkit.fluxcd.io/driftDetection': 'disabled' };
const OWNER = { apiVersion: 'flagger.app/v1beta1', kind: 'Canary', name: 'podinfo', uid: 'uid-canary', controller: true, blockOwnerDeletion: true };
const PORT = { name: 'http', protocol: 'TCP', port: 80, targetPort: 9898 };

const withService = (service: Partial<CanaryService>) => canary({ service: { port: 80, targetPort: 9898, ...service } });
const apex = (change: { metadata?: object; spec?: object } = {}): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'podinfo', namespace: 'test', labels: { mine: '1' }, ...change.metadata },
  spec: { type: 'ClusterIP', clusterIP: '10.0.0.1', selector: { app: 'pods' }, ports: [PORT], ...change.spec },
});

async function expose(subject = canary(), live: readonly Service[] = [], target = TARGET) {
  const store = new MemoryStore(...live);
  const services = new GeneratedServices(env(store));
  const run = async (next = subject): Promise<void> => {
    await services.exposeWorkloads(next, target, signal);
    await services.exposeApex(next, target, signal);
  };
  await run();
  return { store, run, read: (name: string): Service => store.read(SERVICES, name)! };
}

describe('generated Services', () => {
  it('select pods by the label\'s value and are labelled with their own names', async () => {
    const { read } = await expose(withService({ name: 'shop' }));
    const labels = (name: string): unknown[] => [read(name).spec.selector, read(name).metadata.labels];
    expect(labels('shop')).toEqual([{ app: 'pods-primary' }, { app: 'shop' }]);
    expect(labels('shop-primary')).toEqual([{ app: 'pods-primary' }, { app: 'shop-primary' }]);
    expect(labels('shop-canary')).toEqual([{ app: 'pods' }, { app: 'shop-canary' }]);
  });

  it('are created in order: canary, primary, apex', async () => {
    const { store } = await expose();
    expect(store.takeWrites()).toEqual(['create Service podinfo-canary', 'create Service podinfo-primary', 'create Service podinfo']);
  });

  it('have an owner, the markers and their own metadata', async () => {
    const { read } = await expose(withService({ canary: { labels: { tier: 'c' }, annotations: { note: 'c' } } }));
    expect(read('podinfo-canary').metadata).toMatchObject({ labels: { tier: 'c', app: 'podinfo-canary' }, annotations: { note: 'c', ...MARKERS }, ownerReferences: [OWNER] });
    expect(read('podinfo-primary').metadata.annotations).toEqual(MARKERS);
  });

  it.each<[string, Partial<CanaryService>, object]>([
    ['by default', {}, { type: 'ClusterIP', ports: [PORT] }],
    ['headless', { headless: true }, { clusterIP: 'None' }],
    ['with a traffic distribution', { trafficDistribution: 'PreferClose' }, { trafficDistribution: 'PreferClose' }],
    ['with a named target port', { targetPort: 'web' }, { ports: [{ ...PORT, targetPort: 'web' }] }],
    ['with a target port of 0', { targetPort: 0 }, { ports: [{ ...PORT, targetPort: 80 }] }],
    ['with a port name and a protocol', { portName: 'grpc', appProtocol: 'h2c' }, { ports: [{ ...PORT, name: 'grpc', appProtocol: 'h2c' }] }],
  ])('are made %s', async (_, service, spec) => {
    const { read } = await expose(withService(service));
    for (const name of ['podinfo', 'podinfo-primary', 'podinfo-canary']) expect(read(name).spec).toMatchObject(spec);
  });

  it('have discovered ports after their own', async () => {
    const { read } = await expose(canary(), [], { ...TARGET, ports: [{ name: 'metrics', port: 8080 }] });
    expect(read('podinfo').spec.ports).toEqual([PORT, { name: 'metrics', protocol: 'TCP', port: 8080, targetPort: 8080 }]);
  });

  it('need spec.service', async () => {
    const { service: _, ...spec } = canary().spec;
    await expect(expose({ ...canary(), spec })).rejects.toThrow('canary podinfo.test spec.service is required for target kind Deployment');
  });

  it('are not written again, whatever the order of their ports', async () => {
    const { store, run, read } = await expose(canary(), [], { ...TARGET, ports: [{ name: 'metrics', port: 70 }] });
    store.put({ ...read('podinfo'), spec: { ...read('podinfo').spec, ports: read('podinfo').spec.ports?.toReversed() ?? [] } });
    store.takeWrites();
    await run();
    expect(store.takeWrites()).toEqual([]);
  });

  it('follow the canary and undo edits of ports and selector', async () => {
    const { store, run, read } = await expose();
    store.put({ ...read('podinfo'), spec: { ...read('podinfo').spec, selector: { app: 'x' } } });
    await run(withService({ portName: 'web' }));
    expect(read('podinfo').spec).toMatchObject({ selector: { app: 'pods-primary' }, ports: [{ ...PORT, name: 'web' }] });
  });

  it('keep type, address and distribution of their creation', async () => {
    const { read, run } = await expose();
    await run(withService({ headless: true, trafficDistribution: 'PreferClose', portName: 'web' }));
    expect(read('podinfo').spec).not.toHaveProperty('clusterIP');
    expect(read('podinfo').spec).not.toHaveProperty('trafficDistribution');
  });

  it('lose foreign metadata, but for unmanaged keys', async () => {
    const subject = withService({ apex: { labels: { tier: 'a' }, annotations: { note: 'a' } }, unmanagedMetadata: { labels: ['team', 'absent'], annotations: ['cloud', 'note'] } });
    const { store, run, read } = await expose(subject);
    store.put({ ...read('podinfo'), metadata: { ...read('podinfo').metadata, labels: { app: 'z', team: 't', x: '1' }, annotations: { cloud: 'c', note: 'theirs', y: '2' } } });
    await run();
    expect(read('podinfo').metadata.labels).toEqual({ tier: 'a', app: 'podinfo', team: 't' });
    expect(read('podinfo').metadata.annotations).toEqual({ note: 'theirs', cloud: 'c', ...MARKERS });
  });
});

describe('an apex Service that the user made', () => {
  it('is pointed at the primary, and keeps the rest', async () => {
    const { read } = await expose(canary(), [apex({ spec: { type: 'NodePort', ports: [{ ...PORT, nodePort: 30080 }] } })]);
    expect(read('podinfo').spec).toEqual({ type: 'NodePort', clusterIP: '10.0.0.1', selector: { app: 'pods-primary' }, ports: [{ ...PORT, nodePort: 30080 }] });
    expect(read('podinfo').metadata).toMatchObject({ labels: { mine: '1' }, annotations: MARKERS });
    expect(read('podinfo').metadata).not.toHaveProperty('ownerReferences');
  });

  it('inherits node ports by the names of ports only', async () => {
    const { read } = await expose(canary(), [apex({ spec: { ports: [{ ...PORT, name: 'web', nodePort: 30080 }] } })]);
    expect(read('podinfo').spec.ports).toEqual([PORT]);
  });

  it.each([
    ['no one', undefined, false],
    ['another kind', { ...OWNER, kind: 'Other' }, false],
    ['another canary', { ...OWNER, name: 'other' }, false],
    ['the canary, but not as controller', { ...OWNER, controller: false }, false],
    ['the canary', OWNER, true],
  ])('that belongs to %s has its labels managed: %s', async (_, owner, managed) => {
    const { read } = await expose(canary(), [apex({ metadata: { ...(owner && { ownerReferences: [owner] }) } })]);
    expect(read('podinfo').metadata.labels).toEqual(managed ? { app: 'podinfo' } : { mine: '1' });
  });

  it('is not written for its metadata alone', async () => {
    const { store } = await expose(canary(), [apex({ spec: { selector: { app: 'pods-primary' } } })]);
    expect(store.takeWrites()).not.toContain('update Service podinfo');
  });
});

describe('restoreApex', () => {
  const restore = async (live: readonly Service[]) => {
    const store = new MemoryStore(...live);
    await new GeneratedServices(env(store)).restoreApex(canary(), TARGET, signal);
    return store;
  };
  const APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

  it('gives the selector back that kubectl applied, and only that', async () => {
    const applied = JSON.stringify({ spec: { selector: { app: 'theirs' }, ports: [] } });
    const store = await restore([apex({ metadata: { annotations: { [APPLIED]: applied } }, spec: { selector: { app: 'pods-primary' } } })]);
    expect(store.read(SERVICES, 'podinfo')?.spec).toEqual(apex({ spec: { selector: { app: 'theirs' } } }).spec);
    expect(store.takeWrites()).toEqual(['update Service podinfo']);
  });

  it('selects the target\'s pods where kubectl applied nothing', async () => {
    const store = await restore([apex({ spec: { selector: { app: 'pods-primary' } } })]);
    expect(store.read(SERVICES, 'podinfo')?.spec.selector).toEqual({ app: 'pods' });
  });

  it.each(['podinfo', 'other'])('leaves a Service of the canary %s to the garbage collector', async name => {
    const store = await restore([apex({ metadata: { ownerReferences: [{ ...OWNER, name }] } })]);
    expect(store.takeWrites()).toEqual([]);
  });

  it('writes nothing where the selector is back already', async () => {
    const applied = JSON.stringify({ spec: { selector: { app: 'pods' } } });
    const store = await restore([apex({ metadata: { annotations: { [APPLIED]: applied } } })]);
    expect(store.takeWrites()).toEqual([]);
  });

  it('fails without an apex, and on an unreadable annotation', async () => {
    await expect(restore([])).rejects.toThrow('service podinfo.test get query error: services "podinfo" not found');
    await expect(restore([apex({ metadata: { annotations: { [APPLIED]: '{' } } })])).rejects.toMatchObject({
      code: 'Invalid',
      message: `router podinfo.test failed to unMarshal annotation ${APPLIED}`,
    });
  });
});
