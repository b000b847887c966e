import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { CANARIES } from '@flagger/sdk';
import type { Canary, CanaryCondition } from '@flagger/sdk';
import type { OperatorOptions } from '../../src/index.ts';
import type { ApiLab } from '../golden/api-lab.ts';
import { EmbeddedWorld } from '../golden/embedded-world.ts';
import { builtinMetrics, canary, deployment } from '../golden/objects.ts';
import type { Loose } from '../golden/objects.ts';

jest.setTimeout(60_000);

const STEP = { stepWeight: 50, maxWeight: 50, metrics: builtinMetrics };
const RUNNING = ['Progressing', 'WaitingPromotion', 'Promoting', 'Finalising'];

let world: EmbeddedWorld;
afterEach(() => world.close());

/** An object under another name, with everything of it that bears the name. */
const named = (object: Loose, name: string): Loose => JSON.parse(JSON.stringify(object).replaceAll('podinfo', name)) as Loose;

interface Place {
  readonly lab: ApiLab;
  readonly names: readonly string[];
}

/** A world with canaries in namespaces, all initialized. */
async function start(flags: NonNullable<OperatorOptions['flags']>, places: Readonly<Record<string, readonly string[]>>, analysis: Record<string, unknown> = STEP): Promise<readonly Place[]> {
  const [[first = '', ...names], ...others] = Object.entries(places).map(([namespace, list]) => [namespace, ...list]) as [string[], ...string[][]];
  world = await EmbeddedWorld.start(first, { flags });
  const made: Place[] = [{ lab: world.lab, names }];
  for (const [namespace = '', ...list] of others) made.push({ lab: await world.addLab(namespace), names: list });
  for (const { lab, names: list } of made) {
    for (const name of list) for (const object of [deployment(), canary('istio', analysis)]) await lab.create(named(object, name));
  }
  await world.lab.until('all to be initialized', () => made.every(({ lab, names: list }) => list.every(name => read(lab, name).status?.phase === 'Initialized')));
  return made;
}

const read = (lab: ApiLab, name: string): Canary => world.api.store.get<Canary>(CANARIES, { namespace: lab.namespace, name })!;
const phaseOf = (lab: ApiLab, name: string): string => read(lab, name).status?.phase ?? '';
const advancing = (lab: ApiLab, name: string): CanaryCondition | undefined => read(lab, name).status?.conditions?.find(({ type }) => type === 'Advancing');
const running = (places: readonly Place[]): readonly string[] =>
  places.flatMap(({ lab, names }) => names.filter(name => RUNNING.includes(phaseOf(lab, name))).map(name => `${lab.namespace}/${name}`));
const said = (lab: ApiLab, pattern: RegExp): readonly string[] => lab.messages().filter(message => pattern.test(message));

/** Gives a Deployment a new revision. */
async function change(lab: ApiLab, name: string, tag = '2'): Promise<void> {
  await lab.patch('apps/v1', 'Deployment', name, { spec: { template: { metadata: { annotations: { release: tag } } } } });
  await world.settle();
}

const ended = (lab: ApiLab, name: string): Promise<unknown> => lab.until(`${name} to succeed`, () => phaseOf(lab, name) === 'Succeeded', 300);

describe('a limit of rollouts', () => {
  it('in all lets one after the other begin, and each says once why it waits', async () => {
    const places = await start({ maxConcurrentRollouts: 1 }, { alpha: ['one', 'two', 'three'] });
    const [{ lab } = { lab: world.lab }] = places;
    const order: string[] = [];
    for (const name of ['one', 'two', 'three']) await change(lab, name);
    expect(running(places)).toEqual(['alpha/one']);
    expect(advancing(lab, 'three')).toMatchObject({
      status: 'False', reason: 'RolloutLimit',
      message: expect.stringMatching(/^waiting for a rollout slot: the limit of 1 rollout in all is reached; 1 canary is served before; looks again at /),
    });
    await lab.until('all to succeed', () => {
      expect(running(places).length).toBeLessThanOrEqual(1);
      for (const key of running(places)) if (order.at(-1) !== key) order.push(key);
      return ['one', 'two', 'three'].every(name => phaseOf(lab, name) === 'Succeeded');
    }, 600);
    expect(order).toEqual(['alpha/one', 'alpha/two', 'alpha/three']);
    expect(said(lab, /is waiting for a rollout slot/)).toEqual([
      'two.alpha is waiting for a rollout slot: the limit of 1 rollout in all is reached',
      'three.alpha is waiting for a rollout slot: the limit of 1 rollout in all is reached; 1 canary is served before',
    ]);
    expect(advancing(lab, 'three')).toBeUndefined();
  });

  it('of a namespace does not touch others, and no crowd starves them', async () => {
    const places = await start({ maxConcurrentRollouts: 2, maxConcurrentRolloutsPerNamespace: 1 }, { alpha: ['one', 'two', 'three'], beta: ['four'], gamma: ['five'] });
    const [alpha, beta, gamma] = places.map(({ lab }) => lab) as [ApiLab, ApiLab, ApiLab];
    for (const name of ['one', 'two', 'three']) await change(alpha, name);
    await change(beta, 'four');
    await change(gamma, 'five');
    expect(running(places)).toEqual(['alpha/one', 'beta/four']);
    expect(advancing(alpha, 'two')?.message).toMatch(/the limit of 1 rollout in namespace alpha is reached/);
    expect(advancing(gamma, 'five')?.message).toMatch(/the limit of 2 rollouts in all is reached/);
    await phaseIs(gamma, 'five', 'Progressing');
    expect(phaseOf(alpha, 'three')).toBe('Initialized');
    await ended(gamma, 'five');
    await ended(alpha, 'three');
  });

  it.each<[string, (lab: ApiLab) => Promise<void>]>([
    ['fails', async lab => void lab.control.metrics.push([/istio_requests_total/, 80])],
    ['is suspended', lab => lab.patch('flagger.app/v1beta1', 'Canary', 'one', { spec: { suspend: true } })],
    ['is paused', lab => lab.patch('flagger.app/v1beta1', 'Canary', 'one', { metadata: { annotations: { 'flagger.app/verb': `pause ${read(lab, 'one').status?.lastAppliedSpec}` } } })],
    ['is deleted', lab => lab.remove('flagger.app/v1beta1', 'Canary', 'one')],
  ])('lets the next begin when a run %s', async (_, end) => {
    const [{ lab } = { lab: world.lab }] = await start({ maxConcurrentRollouts: 1 }, { alpha: ['one', 'two'] });
    await change(lab, 'one');
    await change(lab, 'two');
    await lab.until('the first to have traffic', () => (read(lab, 'one').status?.canaryWeight ?? 0) > 0);
    expect(phaseOf(lab, 'two')).toBe('Initialized');
    await end(lab);
    await lab.until('the second to begin', () => phaseOf(lab, 'two') === 'Progressing', 60);
  });

  it('keeps what runs over a restart, and the order of those that wait', async () => {
    const places = await start({ maxConcurrentRollouts: 1 }, { alpha: ['one', 'two', 'three'] });
    const [{ lab } = { lab: world.lab }] = places;
    await change(lab, 'one');
    await change(lab, 'three');
    await lab.sleep(2000);
    await change(lab, 'two');
    await world.stopOperator();
    await world.startOperator();
    expect(running(places)).toEqual(['alpha/one']);
    await ended(lab, 'one');
    await world.settle();
    expect(running(places)).toEqual(['alpha/three']);
    await ended(lab, 'two');
    expect(said(lab, /^two\.alpha is waiting for a rollout slot/)).toHaveLength(1);
  });

  it('asks an approved run for approval once more when its turn has come', async () => {
    const gate = { webhooks: [{ name: 'gate', type: 'confirm-rollout', url: 'http://127.0.0.1:18080/hook/alpha/gate' }] };
    const places = await start({ maxConcurrentRollouts: 1 }, { alpha: ['one', 'two'] }, { ...STEP, ...gate });
    const [{ lab } = { lab: world.lab }] = places;
    lab.control.hooks['gate'] = 403;
    for (const name of ['one', 'two']) await change(lab, name);
    expect([phaseOf(lab, 'one'), phaseOf(lab, 'two'), advancing(lab, 'two')?.reason]).toEqual(['Waiting', 'Waiting', 'ConfirmRollout']);
    delete lab.control.hooks['gate'];
    await lab.until('one to run', () => running(places).length === 1);
    await lab.sleep(10_000);
    const [waiting = ''] = ['one', 'two'].filter(name => phaseOf(lab, name) === 'Waiting');
    expect(advancing(lab, waiting)?.reason).toBe('RolloutLimit');
    const hooks = (): number => lab.backends.heard.filter(entry => entry.kind === 'hook' && JSON.stringify(entry).includes(`"${waiting}"`)).length;
    const asked = hooks();
    await lab.until('the other to end', () => phaseOf(lab, waiting) !== 'Waiting', 300);
    expect([phaseOf(lab, waiting), hooks() - asked]).toEqual(['Progressing', 1]);
  });

  it('costs a canary that waits no request while nothing changes', async () => {
    const [{ lab } = { lab: world.lab }] = await start({ maxConcurrentRollouts: 1 }, { alpha: ['one', 'two'] }, { ...STEP, webhooks: [{ name: 'hold', type: 'confirm-promotion', url: 'http://127.0.0.1:18080/hook/alpha/hold' }] });
    lab.control.hooks['hold'] = 403;
    await change(lab, 'one');
    await change(lab, 'two');
    await phaseIs(lab, 'one', 'WaitingPromotion');
    await lab.sleep(15_000);
    world.api.requests.reset();
    await lab.sleep(120_000);
    expect(world.controllerRequests().filter(({ name, resource }) => name === 'two' && resource === 'canaries')).toEqual([]);
  });
});

describe('without a limit', () => {
  it('all begin at once', async () => {
    const places = await start({}, { alpha: ['one', 'two', 'three'] });
    const [{ lab } = { lab: world.lab }] = places;
    for (const name of ['one', 'two', 'three']) await change(lab, name);
    expect(running(places)).toEqual(['alpha/one', 'alpha/two', 'alpha/three']);
    expect(said(lab, /rollout slot/)).toEqual([]);
  });
});

async function phaseIs(lab: ApiLab, name: string, wanted: string): Promise<void> {
  await lab.until(`${name} to be ${wanted}`, () => phaseOf(lab, name) === wanted, 300);
}
