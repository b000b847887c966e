import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { createCluster } from '@flagger/cluster';
import { definePlugin } from '@flagger/sdk';
import type { Canary, CanaryCondition, Logger, Manifest } from '@flagger/sdk';
import { createRealClock, startApiServer } from '@flagger/testkit';
import { createOperator } from '../../src/index.ts';
import type { Operator, OperatorOptions } from '../../src/index.ts';
import { silentLogger } from '../../src/logging/silent-logger.ts';
import { EmbeddedWorld, RECORDED_FLAGS } from '../golden/embedded-world.ts';
import { canary, deployment } from '../golden/objects.ts';

/** A world runs many real requests; on a busy machine that takes its time. */
jest.setTimeout(60_000);

const NAMESPACE = 'test';
const BLUE_GREEN = { iterations: 1 };
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

async function startWorld(flags: OperatorOptions['flags'] = {}, more: OperatorOptions = {}): Promise<EmbeddedWorld> {
  const world = await EmbeddedWorld.start(NAMESPACE, { ...more, flags: { meshProvider: 'kubernetes', ...flags } });
  open.push(world);
  return world;
}

async function phaseIs(world: EmbeddedWorld, phase: string): Promise<void> {
  await world.lab.until(`phase ${phase}`, async () => (await world.lab.canary())?.status?.phase === phase);
}

async function startInitialized(flags: OperatorOptions['flags'] = {}): Promise<EmbeddedWorld> {
  const world = await startWorld(flags);
  for (const object of [deployment(), canary('kubernetes', BLUE_GREEN)]) await world.lab.create(object);
  await phaseIs(world, 'Initialized');
  return world;
}

async function sampled(operator: Operator, name: string): Promise<string[]> {
  return (await operator.metrics()).split('\n').filter(line => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
}

interface EventObject extends Manifest {
  readonly message: string;
  readonly type: string;
}

const events = (world: EmbeddedWorld): string[] =>
  world.api.store.list({ apiVersion: 'v1', kind: 'Event' }, NAMESPACE).map(object => object as unknown as EventObject).map(({ type, message }) => `${type} ${message}`);
const accepted = (object: Canary | undefined): CanaryCondition | undefined => object?.status?.conditions?.find(({ type }) => type === 'Accepted');

describe('a canary', () => {
  it('is initialised, counted, and costs no request while it rests', async () => {
    const world = await startInitialized();
    expect(await sampled(world.operator, 'flagger_canary_total')).toEqual(['flagger_canary_total{namespace="test"} 1']);
    expect(await sampled(world.operator, 'flagger_canary_status')).toEqual(['flagger_canary_status{name="podinfo",namespace="test"} 1']);
    await world.lab.sleep(30_000);
    const before = world.controllerRequests().length;
    await world.lab.sleep(180_000);
    expect(world.controllerRequests().slice(before).map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });

  it('is woken by a change of its target, without any time going by', async () => {
    const world = await startInitialized();
    const at = world.clock.now();
    await world.lab.image('2');
    await world.settle();
    expect((await world.lab.canary())?.status?.phase).toBe('Progressing');
    expect(world.clock.now()).toBe(at);
  });

  it('is woken by a change of a generated object, which it mends', async () => {
    const world = await startInitialized();
    await world.lab.patch('v1', 'Service', 'podinfo-canary', { spec: { selector: { app: 'elsewhere' } } });
    await world.settle();
    const service = world.api.store.get({ apiVersion: 'v1', kind: 'Service' }, { namespace: NAMESPACE, name: 'podinfo-canary' });
    expect(service).toMatchObject({ spec: { selector: { app: 'podinfo' } } });
  });

  it('leaves no series when it goes', async () => {
    const world = await startInitialized();
    await world.lab.remove('flagger.app/v1beta1', 'Canary', 'podinfo');
    await world.settle();
    expect((await world.operator.metrics()).split('\n').filter(line => line.includes('namespace="test"'))).toEqual([]);
  });

  it('is tried again after one, two and four seconds when the API server fails', async () => {
    const world = await startInitialized();
    const attempts: number[] = [];
    const mend = world.api.faults.inject(({ verb, target }) => {
      if (target?.plural !== 'services' || verb !== 'update') return undefined;
      attempts.push(world.clock.now());
      return { kind: 'status', code: 500 };
    });
    await world.lab.patch('v1', 'Service', 'podinfo-canary', { spec: { selector: { app: 'elsewhere' } } });
    await world.lab.sleep(8_000);
    mend();
    const gaps = attempts.slice(1).map((at, index) => at - (attempts[index] ?? 0));
    expect(gaps.slice(0, 3)).toEqual([1_000, 2_000, 4_000]);
    expect(await sampled(world.operator, 'flagger_operator_tick_duration_seconds_count')).toContainEqual(expect.stringMatching(/outcome="failed"\} \d/));
  });
});

describe('a canary that cannot be run', () => {
  it('says so once on itself, and is run when it is mended', async () => {
    const world = await startWorld({ noCrossNamespaceRefs: true });
    await world.lab.create(deployment());
    const metrics = [{ name: 'errors', interval: '1m', templateRef: { name: 'errors', namespace: 'other' } }];
    await world.lab.create(canary('kubernetes', { ...BLUE_GREEN, metrics }));
    await world.lab.sleep(30_000);
    const message = "invalid canary spec: can't access metric template errors.other, cross-namespace references are blocked";
    expect(accepted(await world.lab.canary())).toMatchObject({ status: 'False', reason: 'InvalidSpec', message });
    expect(events(world)).toEqual([`Warning ${message}`]);
    expect((await world.lab.canary())?.status?.phase).toBeUndefined();

    await world.lab.patch('flagger.app/v1beta1', 'Canary', 'podinfo', { spec: { analysis: { metrics: [] } } });
    await phaseIs(world, 'Initialized');
    expect((await world.lab.canary())?.status?.conditions?.map(({ type }) => type)).toEqual(['Promoted']);
  });

  it('names the provider that nobody brings, and those that there are', async () => {
    const world = await startWorld({ providers: ['kubernetes'] });
    await world.lab.create(deployment());
    await world.lab.create(canary('istio', BLUE_GREEN));
    await world.settle();
    expect(accepted(await world.lab.canary())).toMatchObject({
      reason: 'UnknownProvider', message: 'invalid canary spec: unknown provider "istio"; loaded: kubernetes',
    });
  });

  it('is not run any more when it becomes invalid', async () => {
    const world = await startInitialized({ noCrossNamespaceRefs: true });
    const alerts = [{ name: 'a', providerRef: { name: 'chat', namespace: 'other' } }];
    await world.lab.patch('flagger.app/v1beta1', 'Canary', 'podinfo', { spec: { analysis: { alerts } } });
    await world.lab.image('2');
    await world.lab.sleep(30_000);
    const live = await world.lab.canary();
    expect(live?.status?.phase).toBe('Initialized');
    expect(live?.status?.conditions?.map(({ type }) => type)).toEqual(['Promoted', 'Accepted']);
  });
});

describe('what the log says', () => {
  const lines: string[] = [];
  const logger: Logger = {
    debug: () => undefined, info: () => undefined, warn: message => lines.push(`warn ${message}`), error: message => lines.push(`error ${message}`), child: () => logger,
  };

  it('two canaries with one target, once', async () => {
    const world = await startWorld({}, { logger });
    await world.lab.create(deployment());
    const second = canary('kubernetes', BLUE_GREEN);
    await world.lab.create(canary('kubernetes', BLUE_GREEN));
    await world.lab.create({ ...second, metadata: { name: 'other' } });
    await world.lab.sleep(20_000);
    expect(lines.filter(line => line.includes('Bad things'))).toEqual(['error Bad things will happen! Found more than one canary with the same target podinfo.test']);
  });

  it('a new service name', async () => {
    const world = await startWorld({}, { logger });
    await world.lab.create(deployment());
    await world.lab.create(canary('kubernetes', BLUE_GREEN, { service: { name: 'web' } }));
    await phaseIs(world, 'Initialized');
    // Between an own write and the next foreign one, the former spec is known from the cache.
    await world.lab.patch('flagger.app/v1beta1', 'Canary', 'podinfo', { metadata: { labels: { a: 'b' } } });
    await world.settle();
    await world.lab.patch('flagger.app/v1beta1', 'Canary', 'podinfo', { spec: { service: { name: 'shop' } } });
    await world.settle();
    expect(lines).toContain('warn The service name changed to shop, remove web objects to avoid routing conflicts');
  });
});

describe('a service mesh in another cluster', () => {
  it('gets the routes, which nobody owns', async () => {
    const mesh = await startApiServer({ clock: createRealClock() });
    open.push(mesh);
    mesh.installCrds(readFileSync(new URL('../../../deploy/crds/third-party/istio.yaml', import.meta.url), 'utf8'));
    mesh.store.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
    const folder = mkdtempSync(join(tmpdir(), 'flagger-mesh-'));
    open.push({ close: () => Promise.resolve(rmSync(folder, { recursive: true })) });
    writeFileSync(join(folder, 'kubeconfig'), mesh.kubeconfig);
    const world = await startWorld({ kubeconfigServiceMesh: join(folder, 'kubeconfig') });
    for (const object of [deployment(), canary('istio', { stepWeight: 50 })]) await world.lab.create(object);
    await phaseIs(world, 'Initialized');
    const route = { apiVersion: 'networking.istio.io/v1beta1', kind: 'VirtualService' };
    expect(mesh.store.get(route, { namespace: NAMESPACE, name: 'podinfo' })?.metadata.ownerReferences).toBeUndefined();
    expect(mesh.store.list(route, NAMESPACE)).toHaveLength(1);
    expect(world.api.store.list(route, NAMESPACE)).toEqual([]);
  });
});

describe('starting', () => {
  const start = async (prepare: (world: EmbeddedWorld) => void, options: OperatorOptions = {}): Promise<void> => {
    const world = await startWorld();
    prepare(world);
    const second = createOperator({ clock: world.clock, listen: false, ...options, flags: { master: world.api.url, ...options.flags } });
    open.push({ close: () => second.stop() });
    await second.start();
  };

  it.each([['canaries', 'Canary'], ['metrictemplates', 'MetricTemplate'], ['alertproviders', 'AlertProvider']])('fails without %s', async (plural, kind) => {
    const starting = start(world => void world.api.faults.inject(({ target }) => (target?.plural === plural ? { kind: 'status', code: 404 } : undefined)));
    await expect(starting).rejects.toMatchObject({ code: 'Unsupported', message: expect.stringMatching(new RegExp(`^${kind} CRD is not registered `)) });
  });

  it('fails on a plug-in that is none', async () => {
    await expect(start(() => undefined, { flags: { providers: ['no-such-plug-in'] } })).rejects.toMatchObject({ code: 'PluginBroken' });
  });

  it('fails where two plug-ins claim one name', async () => {
    const mine = definePlugin({ name: 'mine', sdk: '^1.0.0', notifiers: [{ types: ['slack'], create: () => ({ notify: () => Promise.resolve() }) }] });
    await expect(start(() => undefined, { plugins: [mine] })).rejects.toMatchObject({ code: 'PluginBroken', message: expect.stringContaining('slack is claimed by') });
  });
});

describe('HTTP', () => {
  it('is ready from the start of the work to its end', async () => {
    const world = await startWorld({ port: 0 }, { listen: { host: '127.0.0.1' } });
    const base = `http://127.0.0.1:${world.operator.port}`;
    const status = async (path: string): Promise<number> => (await fetch(base + path)).status;
    expect([await status('/healthz'), await status('/readyz'), await status('/metrics')]).toEqual([200, 200, 200]);
  });
});

describe('several replicas', () => {
  const replica = async (world: EmbeddedWorld): Promise<Operator> => {
    const cluster = await createCluster({ master: world.api.url, clock: world.clock, logger: silentLogger });
    const operator = createOperator({
      clock: world.clock, cluster, listen: false, http: { send: () => Promise.resolve({ status: 200, headers: {}, body: '' }) },
      flags: { ...RECORDED_FLAGS, meshProvider: 'kubernetes', enableLeaderElection: true, leaderElectionNamespace: 'kube-system' },
    });
    open.push({ close: async () => { await operator.stop(); await cluster.close(); } });
    await operator.start();
    return operator;
  };
  const leads = async (operator: Operator): Promise<boolean> => (await sampled(operator, 'flagger_canary_total')).length > 0;
  const lease = (world: EmbeddedWorld): unknown =>
    world.api.store.get({ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease' }, { namespace: 'kube-system', name: 'flagger-leader-election' });

  it('one acts, the other takes over when it stops', async () => {
    const world = await startWorld();
    await world.operator.stop();
    for (const object of [deployment(), canary('kubernetes', BLUE_GREEN)]) await world.lab.create(object);
    const first = await replica(world);
    await world.lab.until('a leader', () => leads(first));
    const second = await replica(world);
    await world.lab.sleep(30_000);
    expect(await leads(second)).toBe(false);
    await first.stop();
    await world.lab.until('a new leader', () => leads(second));
    expect(lease(world)).toMatchObject({ spec: { leaseTransitions: 1 } });
  });

  it('one that loses its lease says so', async () => {
    const world = await startWorld();
    await world.operator.stop();
    const operator = await replica(world);
    await world.lab.until('a lease', () => lease(world) !== undefined);
    let lost = false;
    void operator.leadershipLost.then(() => { lost = true; });
    world.api.faults.inject(({ target }) => (target?.plural === 'leases' ? { kind: 'status', code: 500 } : undefined));
    await world.lab.until('the end of leadership', () => lost);
    world.api.faults.clear();
  });
});
