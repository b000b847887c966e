import { describe, expect, it } from '@jest/globals';
import { SERVICES } from '../../src/objects/service.ts';
import type { Service } from '../../src/objects/service.ts';
import { converge, NAMESPACE, startRelease } from '../support/release.ts';
import type { Release } from '../support/release.ts';
import { canary, canaryOf, deployment, signal } from '../support/world.ts';

const source = (spec: object): Service => ({
  apiVersion: 'v1', kind: 'Service', metadata: { name: 'podinfo', namespace: NAMESPACE },
  spec: { selector: { app: 'v1' }, ports: [{ name: 'http', port: 80 }], ...spec },
});
const read = ({ api }: Release, name: string): Service => api.store.get(SERVICES, { namespace: NAMESPACE, name })!;
const NO_SERVICE = { service: { port: 80 } };

describe('on an API server, which gives addresses and node ports', () => {
  it.each([
    ['ClusterIP', {}, 3],
    ['headless', { clusterIP: 'None' }, 1],
    ['NodePort', { type: 'NodePort' }, 3],
  ])('a target Service that is %s is released, and rests without a request', async (_, spec, addresses) => {
    const release = await startRelease(canaryOf('Service', 'v1', NO_SERVICE), [source(spec)]);
    await converge(release);
    const { canary: subject, target, api } = release;
    const copies = ['podinfo', 'podinfo-canary', 'podinfo-primary'].map(name => read(release, name));
    expect(new Set(copies.map(copy => copy.spec.clusterIP)).size).toBe(addresses);
    expect(copies.map(copy => copy.spec.type)).toEqual(Array<unknown>(3).fill(copies[0]?.spec.type));
    const before = api.requests.total;
    await converge(release);
    await target.promote(subject, signal);
    await expect(target.revision(subject, signal)).resolves.toMatchObject({ equalsPrimary: true });
    expect(api.requests.records.slice(before)).toEqual([]);
  });

  it('an apex Service of the user keeps its address and node port, and is given back', async () => {
    const mine = source({ type: 'NodePort', selector: { app: 'podinfo' }, ports: [{ name: 'http', port: 80, targetPort: 9898, nodePort: 30123 }] });
    const release = await startRelease(canary(), [deployment({ pod: { containers: [{ name: 'podinfod', image: 'podinfo:1' }] } }), mine]);
    const address = read(release, 'podinfo').spec.clusterIP;
    await converge(release);
    expect(read(release, 'podinfo').spec).toMatchObject({ type: 'NodePort', clusterIP: address, selector: { app: 'podinfo-primary' }, ports: [{ nodePort: 30123 }] });
    const metadata = await release.target.metadata(release.canary, signal);
    await release.target.restoreApex(release.canary, metadata, signal);
    expect(read(release, 'podinfo').spec).toMatchObject({ clusterIP: address, selector: { app: 'podinfo' }, ports: [{ nodePort: 30123 }] });
  });
});
