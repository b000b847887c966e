import { describe, expect, it } from '@jest/globals';
import type { ResourceType } from '@flagger/sdk';
import { createLease } from '../../src/index.ts';
import { afterTest, startBench } from '../support/bench.ts';
import type { Bench } from '../support/bench.ts';
import { passTimeUntil, until } from '../support/until.ts';
import type { Lease, LeaseSpec } from '../../src/lease/lease-record.ts';

const LEASES: ResourceType<Lease> = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', plural: 'leases', namespaced: true };
const KEY = { namespace: 'kube-system', name: 'flagger-leader-election' };

interface Candidate {
  readonly told: string[];
  stop(): Promise<void>;
}

function stand(bench: Bench, identity: string): Candidate {
  const told: string[] = [];
  const stopping = new AbortController();
  const lease = createLease({
    cluster: bench.cluster, namespace: KEY.namespace, identity, clock: bench.clock, logger: bench.logger,
    onAcquired: () => void told.push('acquired'), onLost: () => void told.push('lost'), onNewLeader: leader => void told.push(`leader ${leader}`),
  });
  const running = lease.run(stopping.signal);
  const stop = async (): Promise<void> => {
    stopping.abort();
    await running;
  };
  afterTest(stop);
  return { told, stop };
}

function specOf({ api }: Bench): LeaseSpec {
  return api.store.get(LEASES, KEY)?.spec ?? {};
}

describe('a lease', () => {
  it('is taken by a first candidate and kept', async () => {
    const bench = await startBench();
    const { told } = stand(bench, 'one');
    await until(() => told.includes('acquired'));
    expect(specOf(bench)).toEqual({
      holderIdentity: 'one', leaseDurationSeconds: 60, acquireTime: '2026-01-01T00:00:00.000000Z', renewTime: '2026-01-01T00:00:00.000000Z', leaseTransitions: 0,
    });
    await passTimeUntil(bench.clock, () => (specOf(bench).renewTime ?? '') > '2026-01-01T00:02');
    expect(specOf(bench)).toMatchObject({ holderIdentity: 'one', acquireTime: '2026-01-01T00:00:00.000000Z', leaseTransitions: 0 });
    expect(told).toEqual(['leader one', 'acquired']);
    expect(bench.logger.messages('info')).toEqual([
      'Starting leader election id: one configmap: flagger-leader-election namespace: kube-system', 'Acting as elected leader',
    ]);
  });

  it('goes to the next candidate when its holder stops in order', async () => {
    const bench = await startBench();
    const one = stand(bench, 'one');
    await passTimeUntil(bench.clock, () => one.told.includes('acquired'));
    const two = stand(bench, 'two');
    await passTimeUntil(bench.clock, () => two.told.includes('leader one'));
    expect(bench.logger.messages('info').at(-1)).toBe('Another instance has been elected as leader: one');
    await one.stop();
    expect(specOf(bench)).toMatchObject({ holderIdentity: '', leaseDurationSeconds: 1 });
    const releasedAt = bench.clock.now();
    await passTimeUntil(bench.clock, () => two.told.includes('acquired'));
    expect(bench.clock.now() - releasedAt).toBeLessThan(15_000);
    expect(specOf(bench)).toMatchObject({ holderIdentity: 'two', leaseTransitions: 1 });
    expect(one.told).not.toContain('lost');
  });

  it('goes to the next candidate a minute after its holder fell silent, whatever the clock of that one says', async () => {
    const bench = await startBench();
    bench.api.store.create({
      apiVersion: LEASES.apiVersion, kind: LEASES.kind, metadata: KEY,
      spec: { holderIdentity: 'gone', leaseDurationSeconds: 60, renewTime: '2031-01-01T00:00:00.000000Z', acquireTime: '2031-01-01T00:00:00.000000Z', leaseTransitions: 4 },
    });
    const startedAt = bench.clock.now();
    const { told } = stand(bench, 'one');
    await passTimeUntil(bench.clock, () => told.includes('acquired'));
    expect(bench.clock.now() - startedAt).toBeGreaterThanOrEqual(60_000);
    expect(specOf(bench)).toMatchObject({ holderIdentity: 'one', leaseTransitions: 5 });
  });

  it('is lost when it cannot be renewed for 15 seconds', async () => {
    const bench = await startBench();
    const { told, stop } = stand(bench, 'one');
    await passTimeUntil(bench.clock, () => told.includes('acquired'));
    const lastRenewal = bench.clock.now();
    bench.api.faults.inject(() => ({ kind: 'status', code: 500, message: 'etcd is away' }));
    await passTimeUntil(bench.clock, () => told.includes('lost'));
    expect(bench.clock.now() - lastRenewal).toBeLessThanOrEqual(16_000);
    expect(bench.logger.messages('info').at(-1)).toBe('Leadership lost');
    await stop();
    expect(specOf(bench).holderIdentity).toBe('one');
  });

  it('survives failures that are shorter, even of a server that hangs', async () => {
    const bench = await startBench();
    const { told } = stand(bench, 'one');
    await passTimeUntil(bench.clock, () => told.includes('acquired'));
    bench.api.faults.injectNext(1, { kind: 'status', code: 500 }, ({ verb }) => verb === 'get');
    bench.api.faults.injectNext(1, { kind: 'drop' }, ({ verb }) => verb === 'update');
    await passTimeUntil(bench.clock, () => (specOf(bench).renewTime ?? '') > '2026-01-01T00:01');
    bench.api.faults.inject(() => ({ kind: 'hang' }));
    await passTimeUntil(bench.clock, () => told.includes('lost'));
    expect(told).toEqual(['leader one', 'acquired', 'lost']);
  });

  it('is lost at once when another has taken it', async () => {
    const bench = await startBench();
    const { told } = stand(bench, 'one');
    await passTimeUntil(bench.clock, () => told.includes('acquired'));
    bench.api.store.patch(LEASES, KEY, { spec: { holderIdentity: 'two' } });
    await passTimeUntil(bench.clock, () => told.includes('lost'));
    expect(told).toEqual(['leader one', 'acquired', 'leader two', 'lost']);
  });

  it('is made again when somebody deletes it', async () => {
    const bench = await startBench();
    const { told } = stand(bench, 'one');
    await passTimeUntil(bench.clock, () => told.includes('acquired'));
    bench.api.store.remove(LEASES, KEY);
    await passTimeUntil(bench.clock, () => specOf(bench).holderIdentity === 'one');
    expect(told).toEqual(['leader one', 'acquired']);
  });

  it('goes to one of two candidates that come at once', async () => {
    const bench = await startBench();
    const both = [stand(bench, 'one'), stand(bench, 'two')];
    await passTimeUntil(bench.clock, () => both.every(({ told }) => told.some(line => line.startsWith('leader'))));
    expect(both.flatMap(({ told }) => told).filter(line => line === 'acquired')).toHaveLength(1);
  });

  it('is not waited for any longer once the signal aborts', async () => {
    const bench = await startBench();
    bench.api.faults.inject(() => ({ kind: 'status', code: 403, reason: 'Forbidden', message: 'no leases' }));
    const { told, stop } = stand(bench, 'one');
    await passTimeUntil(bench.clock, () => bench.logger.messages('warn').length === 2);
    await stop();
    expect(told).toEqual([]);
  });
});
