import { EventEmitter } from 'node:events';
import { inspect } from 'node:util';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { CanaryError, definePlugin } from '@flagger/sdk';
import type { ObjectStore, ProviderEnv, ResourceType, Router, RouteSubject, Traffic } from '@flagger/sdk';
import { createVirtualClock } from '@flagger/testkit';
import type { VirtualClock } from '@flagger/testkit';
import { createCatalog } from '../../src/plugins/catalog.ts';
import { containStrays } from '../../src/plugins/isolation/contain-strays.ts';
import type { ErrorSource } from '../../src/plugins/isolation/contain-strays.ts';
import { Isolation } from '../../src/plugins/isolation/isolation.ts';
import { canaryWith } from '../canary/subject.ts';
import { providerOf } from './provider-of.ts';
import { recordingLogger } from './recording-logger.ts';
import type { Line } from './recording-logger.ts';

const SPLIT: Traffic = { primary: 70, canary: 30, mirrored: false };
const subject: RouteSubject = { canary: canaryWith(), target: { labelKey: 'app', labelValue: 'web', ports: [] } };
const { signal } = new AbortController();
const CONFIG_MAPS: ResourceType = { apiVersion: 'v1', kind: 'ConfigMap', plural: 'configmaps', namespaced: true };
const NEVER = new Promise<never>(() => undefined);

let clock: VirtualClock;
let lines: Line[];
/** Requests that came to the operator's store. */
let asked: string[];
/** What the store waits for before it answers. */
let storeAnswers: Promise<void>;

beforeEach(() => {
  clock = createVirtualClock();
  lines = [];
  asked = [];
  storeAnswers = Promise.resolve();
});

const store = {
  get: async (_type: unknown, _key: unknown, stop: AbortSignal) => {
    asked.push('get');
    const stopped = new Promise<never>((_resolve, reject) => stop.addEventListener('abort', () => reject(stop.reason), { once: true }));
    await Promise.race([storeAnswers, stopped]);
    return undefined;
  },
  // The only request that these plug-ins make.
} as unknown as ObjectStore;

type Behaviour = (env: ProviderEnv, signal: AbortSignal) => Promise<Traffic>;

/** The router of plug-in `acme`, of which only `getTraffic` is ever called. */
function routers(behave: Behaviour, plugin = 'acme'): (canary: string) => Router {
  const acme = providerOf(['acme'], env => ({ getTraffic: (_subject: RouteSubject, inner: AbortSignal) => behave(env, inner) }) as unknown as Router);
  const isolation = new Isolation(createCatalog([definePlugin({ name: plugin, sdk: '^1.0.0', providers: [acme] })]), clock);
  const logger = recordingLogger(lines);
  const env: ProviderEnv = { name: 'acme', store, clock, logger, ownerReferences: true, ingressAnnotationsPrefix: '', ingressClass: '' };
  return canary => isolation.router(acme, env, { canary, logger: logger.child({ canary }) });
}

const router = (behave: Behaviour): Router => routers(behave)('test/web');
const isBroken = (message: string): unknown => expect.objectContaining({ name: 'CanaryError', code: 'PluginBroken', retry: 'later', message });

async function turns(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise(resolve => void setImmediate(resolve));
}

describe('a call', () => {
  it('comes through with its answer, and a signal that follows the operator’s', async () => {
    const operator = new AbortController();
    let given: AbortSignal | undefined;
    const call = router(async (_env, inner) => {
      given = inner;
      return SPLIT;
    }).getTraffic(subject, operator.signal);
    expect(await call).toEqual(SPLIT);
    operator.abort();
    expect(given?.aborted).toBe(true);
    expect(clock.pendingTimers).toBe(0);
  });

  it('that the operator breaks off may end in its own way', async () => {
    const operator = new AbortController();
    const call = router((_env, inner) => new Promise((_resolve, reject) => inner.addEventListener('abort', () => reject(inner.reason), { once: true }))).getTraffic(subject, operator.signal);
    operator.abort(new Error('the operator stops'));
    await expect(call).rejects.toThrow('the operator stops');
  });

  it('that does not notice that it is broken off is left after 5 seconds, without blame', async () => {
    const operator = new AbortController();
    const own = routers(() => NEVER);
    for (let turn = 0; turn < 4; turn++) {
      const call = own('test/web').getTraffic(subject, turn === 0 ? operator.signal : AbortSignal.any([operator.signal, signal]));
      operator.abort();
      clock.advance(5_000);
      await expect(call).rejects.toBeDefined();
    }
    expect(lines).toEqual([]);
  });

  it('without an answer is given up after 30 seconds, and its signal aborts', async () => {
    let given: AbortSignal | undefined;
    const call = router((_env, inner) => {
      given = inner;
      return NEVER;
    }).getTraffic(subject, signal);
    clock.advance(29_999);
    expect(given?.aborted).toBe(false);
    clock.advance(1);
    await expect(call).rejects.toEqual(isBroken('plug-in acme: router.getTraffic gave no answer within 30s'));
    expect(given?.aborted).toBe(true);
  });

  it('may wait for the operator’s store as long as that takes', async () => {
    const answer = Promise.withResolvers<void>();
    storeAnswers = answer.promise;
    const call = router(async ({ store: own }, inner) => {
      await own.get(CONFIG_MAPS, { name: 'x' }, inner);
      return SPLIT;
    }).getTraffic(subject, signal);
    clock.advance(100_000);
    answer.resolve();
    expect(await call).toEqual(SPLIT);
  });

  it('waits for the store no longer than the operator does, whatever signal it passes on', async () => {
    storeAnswers = NEVER;
    const operator = new AbortController();
    const call = router(async ({ store: own }) => {
      await own.get(CONFIG_MAPS, { name: 'x' }, new AbortController().signal);
      return SPLIT;
    }).getTraffic(subject, operator.signal);
    operator.abort(new Error('the operator stops'));
    await expect(call).rejects.toThrow('the operator stops');
  });

  it.each([
    ['an error', new RangeError('no route 7'), 'router.getTraffic threw RangeError: no route 7', expect.arrayContaining([expect.stringContaining('isolation.test')])],
    ['a text', 'no', 'router.getTraffic threw no', []],
  ])('that throws %s names the plug-in; the log has the place', async (_what, thrown, says, place) => {
    await expect(router(() => Promise.reject(thrown)).getTraffic(subject, signal)).rejects.toEqual(isBroken(`plug-in acme: ${says}`));
    expect(lines).toEqual([{ level: 'error', message: 'A call of the plug-in failed', fields: { plugin: 'acme', canary: 'test/web', method: 'router.getTraffic', place } }]);
  });

  it.each([
    [undefined, 'undefined'],
    ['half', "'half'"],
    [{ primary: Number.NaN, canary: 0, mirrored: false }, '{ primary: NaN, canary: 0, mirrored: false }'],
    [{ primary: 100, canary: 200, mirrored: false }, '{ primary: 100, canary: 200, mirrored: false }'],
  ])('that answers %j names the plug-in', async (answer, shown) => {
    const says = `plug-in acme: router.getTraffic answered ${shown}, not percentages primary and canary, and mirrored`;
    await expect(router(async () => answer as Traffic).getTraffic(subject, signal)).rejects.toEqual(isBroken(says));
  });

  it('of a method that the plug-in lacks names it', async () => {
    await expect(router(async () => SPLIT).reconcile(subject, signal)).rejects.toEqual(isBroken('plug-in acme: router.reconcile threw TypeError: method reconcile is missing'));
  });

  it('may be refused, which is an answer', async () => {
    const refusal = new CanaryError('NotFound', 'later', 'Route web.test not found');
    const own = router(() => Promise.reject(refusal));
    for (let turn = 0; turn < 5; turn++) await expect(own.getTraffic(subject, signal)).rejects.toBe(refusal);
    expect(lines).toEqual([]);
  });
});

describe('a call that was given up', () => {
  it('finds the store closed, and how it ended is logged', async () => {
    const wakeUp = Promise.withResolvers<void>();
    const call = router(async ({ store: own }) => {
      await wakeUp.promise;
      await own.get(CONFIG_MAPS, { name: 'x' }, new AbortController().signal);
      return SPLIT;
    }).getTraffic(subject, signal);
    clock.advance(30_000);
    await expect(call).rejects.toBeDefined();
    wakeUp.resolve();
    await turns();
    expect(asked).toEqual([]);
    expect(lines.at(-1)).toMatchObject({
      level: 'warn', message: 'A call of the plug-in failed after it was given up',
      fields: { plugin: 'acme', error: { message: 'plug-in acme asked for get after router.getTraffic was over; nothing was done' } },
    });
  });

  it('leaves nothing behind that could use the store', async () => {
    let env: ProviderEnv | undefined;
    await router(async own => {
      env = own;
      return SPLIT;
    }).getTraffic(subject, signal);
    await expect(env?.store.get(CONFIG_MAPS, { name: 'x' }, signal)).rejects.toThrow('plug-in acme asked for get outside of a call; nothing was done');
    expect(asked).toEqual([]);
  });
});

describe('a plug-in that fails again and again', () => {
  const failing = (): { own: (canary: string) => Router; state: { well: boolean; calls: number } } => {
    const state = { well: false, calls: 0 };
    const own = routers(async () => {
      state.calls += 1;
      if (!state.well) throw new Error('no');
      return SPLIT;
    });
    return { own, state };
  };
  const SET_ASIDE = 'plug-in acme is set aside for a while, its calls keep failing: router.getTraffic threw Error: no';

  it('is not called for a while, which is logged once', async () => {
    const { own, state } = failing();
    for (let turn = 0; turn < 6; turn++) await expect(own('test/web').getTraffic(subject, signal)).rejects.toBeDefined();
    await expect(own('test/web').getTraffic(subject, signal)).rejects.toEqual(isBroken(SET_ASIDE));
    expect(state.calls).toBe(3);
    expect(lines.filter(({ message }) => message.startsWith('The plug-in is set aside'))).toHaveLength(1);
  });

  it('is called again when it may work, by every canary once it does', async () => {
    const { own, state } = failing();
    for (let turn = 0; turn < 3; turn++) await expect(own('test/web').getTraffic(subject, signal)).rejects.toBeDefined();
    state.well = true;
    clock.advance(30_000);
    expect(await own('test/web').getTraffic(subject, signal)).toEqual(SPLIT);
    expect(await own('test/other').getTraffic(subject, signal)).toEqual(SPLIT);
    expect(lines.at(-1)).toMatchObject({ level: 'info', message: 'The plug-in works again', fields: { plugin: 'acme' } });
  });
});

describe('other pieces', () => {
  const metric = { types: ['acme'], create: () => ({ query: () => Promise.reject(new Error('no metric')), probe: () => NEVER }) };
  const notifier = { types: ['acme'], create: (): never => { throw new Error('no channel'); } };
  const isolationOf = (plugin: string): Isolation =>
    new Isolation(createCatalog([definePlugin({ name: plugin, sdk: '^1.0.0', metrics: [metric], notifiers: [notifier] })]), clock);
  const caller = () => ({ canary: 'test/web', logger: recordingLogger(lines) });
  const metricEnv = () => ({ spec: { type: 'acme' }, credentials: {}, interval: '', http: { send: () => NEVER }, clock, logger: recordingLogger(lines) });
  const notifierEnv = { address: '', token: '', channel: '', username: '', proxy: '', http: { send: () => NEVER } };

  it.each([['metric provider'], ['notifier']])('%s: what goes wrong names it', async role => {
    const isolation = isolationOf('acme');
    const call = role === 'notifier'
      ? isolation.create<object, { notify(alert: object, stop: AbortSignal): Promise<void> }>(role, notifier, notifierEnv, caller()).notify({}, signal)
      : isolation.create<object, { query(query: string, stop: AbortSignal): Promise<unknown> }>(role, metric, metricEnv(), caller()).query('up', signal);
    const method = role === 'notifier' ? 'notify threw Error: no channel' : 'query threw Error: no metric';
    await expect(call).rejects.toEqual(isBroken(`plug-in acme: ${role}.${method}`));
  });

  it('may be what a promise resolves with', async () => {
    const own = isolationOf('acme').create('notifier', notifier, notifierEnv, caller());
    expect(await Promise.resolve(own)).toBe(own);
    expect(inspect(own)).toBe('{}');
  });

  it('a metric that is no number names it', async () => {
    const text = { types: ['text'], create: () => ({ query: async () => '99' as unknown as number, probe: () => NEVER }) };
    const isolation = new Isolation(createCatalog([definePlugin({ name: 'acme', sdk: '^1.0.0', metrics: [text] })]), clock);
    const own = isolation.create<object, { query(query: string, stop: AbortSignal): Promise<unknown> }>('metric provider', text, metricEnv(), caller());
    await expect(own.query('up', signal)).rejects.toEqual(isBroken("plug-in acme: metric provider.query answered '99', not a number or 'no-values'"));
  });

  it('come from factories that keep what else they say', () => {
    const own = isolationOf('acme').factories('metric provider', new Map([['acme', metric]]), caller());
    expect(own.get('acme')).toEqual({ ...metric, create: expect.any(Function) });
  });

  it('of a bundled plug-in stand in the open, under its name in the log', async () => {
    const bug = await isolationOf('metrics').create<object, ReturnType<typeof metric.create>>('metric provider', metric, metricEnv(), caller()).query().catch((error: unknown) => error);
    expect(bug).toEqual(new Error('no metric'));
  });
});

describe('what a plug-in leaves running', () => {
  class FakeProcess extends EventEmitter {
    readonly exits: number[] = [];
    exit = (code: number): void => void this.exits.push(code);
  }

  const host = (): FakeProcess => {
    const fake = new FakeProcess();
    // The parts of a process that are used are here; their overloads can't be written down.
    containStrays(fake as unknown as ErrorSource, recordingLogger(lines));
    return fake;
  };

  it('may fail without an end of the process', async () => {
    const fake = host();
    await router(async () => {
      // Node runs these listeners in the context of the promise that nobody caught.
      setImmediate(() => fake.emit('unhandledRejection', new Error('stray')));
      return SPLIT;
    }).getTraffic(subject, signal);
    await turns();
    expect(fake.exits).toEqual([]);
    expect(lines).toMatchObject([{ level: 'error', message: 'The plug-in left something running that failed', fields: { plugin: 'acme', canary: 'test/web', method: 'router.getTraffic' } }]);
  });

  it.each(['unhandledRejection', 'uncaughtException'])('an %s of the operator itself ends it', event => {
    const fake = host();
    const error = new Error('a bug');
    fake.emit(event, error);
    expect(fake.exits).toEqual([1]);
    expect(lines).toEqual([{ level: 'error', message: 'An error that nobody expected ends the operator', fields: { error } }]);
  });
});
