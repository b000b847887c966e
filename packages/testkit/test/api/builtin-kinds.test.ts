import { describe, expect, it } from '@jest/globals';
import type { Manifest } from '@flagger/sdk';
import type { JsonObject, JsonValue } from '../../src/api/json.ts';
import { deployment, DEPLOYMENTS, pathOf, startLab } from './api-client.ts';
import { readJson } from './fixtures.ts';

const VARYING = ['uid', 'resourceVersion', 'creationTimestamp', 'managedFields'];

/** Leaves out what differs from run to run. */
function settled(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(settled);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([field, inner]) => !VARYING.includes(field) && !(field === 'clusterIP' && inner !== 'None') && field !== 'clusterIPs');
  return Object.fromEntries(kept.map(([field, inner]) => [field, settled(inner)]));
}

describe('defaults of built-in kinds', () => {
  it('are those of a real API server', async () => {
    const lab = await startLab();
    const rows = await readJson<{ given: Manifest; stored: JsonObject }[]>('builtin-defaults.json');
    for (const { given, stored } of rows) {
      const seen = lab.api.store.create({ ...given, metadata: { ...given.metadata, namespace: 'lab' } });
      expect(settled(seen as unknown as JsonObject)).toEqual(stored);
    }
    expect(rows.length).toBeGreaterThan(25);
  });

  it('keep the service account of Pods, under both of its names, whatever is patched', async () => {
    const lab = await startLab();
    const template = { metadata: { labels: { app: 'web' } }, spec: { serviceAccountName: 'runner', containers: [{ name: 'c', image: 'c:1' }] } };
    await lab.post(DEPLOYMENTS, deployment('web', { template }));
    const { code, body } = await lab.patch(`${DEPLOYMENTS}/web/status`, 'merge', { status: { replicas: 1 } });
    expect(code).toBe(200);
    expect(body).toMatchObject({ metadata: { generation: 1 }, spec: { template: { spec: { serviceAccountName: 'runner', serviceAccount: 'runner' } } } });
  });
});

describe('Services', () => {
  const SERVICES = pathOf('v1', 'services');
  const service = (spec: JsonObject): JsonObject => ({ apiVersion: 'v1', kind: 'Service', metadata: { name: 's' }, spec: { ports: [{ port: 80 }], ...spec } });
  const addressOf = (body: JsonObject): unknown => (body['spec'] as JsonObject)['clusterIP'];

  it('get an address of their own, and keep it', async () => {
    const lab = await startLab();
    const { body } = await lab.post(SERVICES, service({}));
    expect(body['spec']).toMatchObject({ clusterIP: expect.stringMatching(/^10\.0\.\d+\.\d+$/), clusterIPs: [addressOf(body)] });
    const { body: updated } = await lab.put(`${SERVICES}/s`, service({ selector: { a: 'b' } }));
    expect(addressOf(updated)).toBe(addressOf(body));
  });

  it('may not take an address that another has, or change theirs', async () => {
    const lab = await startLab();
    const { body } = await lab.post(SERVICES, service({}));
    const address = String(addressOf(body));
    const taken = await lab.post(SERVICES, { ...service({ clusterIP: address }), metadata: { name: 'other' } });
    expect(taken.body['message']).toBe(`Service "other" is invalid: spec.clusterIPs: Invalid value: ["${address}"]: failed to allocate IP ${address}: provided IP is already allocated`);
    const moved = await lab.put(`${SERVICES}/s`, service({ clusterIP: '10.0.99.99' }));
    expect(moved.body['message']).toBe('Service "s" is invalid: spec.clusterIPs[0]: Invalid value: ["10.0.99.99"]: may not change once set');
  });

  it('get node ports where they have a type for it, keep them, and lose them with it', async () => {
    const lab = await startLab();
    const ports = (body: JsonObject): unknown[] => (body['spec'] as unknown as { ports: { nodePort?: number }[] }).ports.map(port => port.nodePort);
    const { body } = await lab.post(SERVICES, service({ type: 'NodePort' }));
    expect(ports(body)).toEqual([expect.any(Number)]);
    const { body: updated } = await lab.put(`${SERVICES}/s`, service({ type: 'NodePort', selector: { a: 'b' } }));
    expect(ports(updated)).toEqual(ports(body));
    const { body: inside } = await lab.put(`${SERVICES}/s`, service({ type: 'ClusterIP' }));
    expect(ports(inside)).toEqual([undefined]);
  });

  it('move to another address only by a new Service', async () => {
    const lab = await startLab();
    const dry = await lab.post(`${SERVICES}?dryRun=All`, service({}));
    const { body } = await lab.post(SERVICES, service({}));
    expect(addressOf(body)).toBe(addressOf(dry.body));
    const { body: named } = await lab.put(`${SERVICES}/s`, service({ type: 'ExternalName', externalName: 'x.example' }));
    expect(addressOf(named)).toBeUndefined();
  });

  it('give their address back', async () => {
    const lab = await startLab();
    const { body } = await lab.post(SERVICES, service({}));
    await lab.remove(`${SERVICES}/s`);
    expect((await lab.post(SERVICES, service({ clusterIP: addressOf(body) as string }))).code).toBe(201);
  });
});

describe('Secrets', () => {
  it('fold plain values into encoded ones', async () => {
    const lab = await startLab();
    const { body } = await lab.post(pathOf('v1', 'secrets'), { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, stringData: { a: 'b' } });
    expect([body['type'], body['data'], body['stringData']]).toEqual(['Opaque', { a: 'Yg==' }, undefined]);
  });
});

describe('workloads', () => {
  it('never change their selector', async () => {
    const lab = await startLab();
    await lab.post(DEPLOYMENTS, deployment('a'));
    const { code, body } = await lab.patch(`${DEPLOYMENTS}/a`, 'merge', { spec: { selector: { matchLabels: { x: 'y' } }, template: { metadata: { labels: { x: 'y' } } } } });
    expect([code, body['message']]).toEqual([422, 'Deployment.apps "a" is invalid: spec.selector: Invalid value: {"matchLabels":{"app":"a","x":"y"}}: field is immutable']);
  });

  it('count the templates of a DaemonSet', async () => {
    const lab = await startLab();
    const path = pathOf('apps/v1', 'daemonsets');
    await lab.post(path, { ...deployment('a'), kind: 'DaemonSet' });
    const { body } = await lab.patch(`${path}/a`, 'strategic', { spec: { template: { spec: { containers: [{ name: 'app', image: 'app:2' }] } } } });
    expect(body['metadata']).toMatchObject({ annotations: { 'deprecated.daemonset.template.generation': '2' }, generation: 2 });
  });

  it('label a Job by its own uid', async () => {
    const lab = await startLab();
    const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'a:1' }] } };
    const { body } = await lab.post(pathOf('batch/v1', 'jobs'), { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'j' }, spec: { template } });
    const { uid } = body['metadata'] as { uid: string };
    expect(body['spec']).toMatchObject({
      completions: 1, parallelism: 1, backoffLimit: 6, completionMode: 'NonIndexed', suspend: false, podReplacementPolicy: 'TerminatingOrFailed', manualSelector: false,
      selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } }, template: { metadata: { labels: { 'batch.kubernetes.io/job-name': 'j', 'controller-uid': uid } } },
    });
  });

  it('refuse values of a wrong type', async () => {
    const lab = await startLab();
    const { code, body } = await lab.post(DEPLOYMENTS, deployment('a', { replicas: 'two' }));
    expect([code, body['message']]).toEqual([400, 'Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal string into Go struct field Deployment.spec.replicas of type int32']);
  });
});
