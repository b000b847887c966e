import { describe, expect, it } from '@jest/globals';
import type { Alert, AlertSeverity, Canary, CanaryAnalysis, Manifest, NotifierEnv, ObjectKey, ResourceType } from '@flagger/sdk';
import { CanaryError } from '@flagger/sdk';
import { buildAlert } from '../../src/alerts/build-alert.ts';
import { sendAlert, wants } from '../../src/alerts/send-alert.ts';
import { Notices } from '../../src/engine/notices.ts';
import { createOutbox } from '../../src/webhooks/outbox.ts';
import { InstantClock, MemoryLogger, StubHttp } from '../http-stub.ts';

const canary = (analysis: CanaryAnalysis = {}, deadline?: number): Canary => ({
  apiVersion: 'flagger.app/v1beta1', kind: 'Canary', metadata: { name: 'podinfo', namespace: 'test' },
  spec: { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'shop' }, analysis, ...(deadline !== undefined && { progressDeadlineSeconds: deadline }) },
});
const news = { severity: 'info', message: 'New revision', fields: true } as const;

describe('buildAlert', () => {
  it('has the cluster first, then the settings', () => {
    expect(buildAlert(canary({ threshold: 5, stepWeight: 20, maxWeight: 60 }, 60), news, 'lab').fields).toEqual([
      { name: 'Cluster', value: 'lab' }, { name: 'Target', value: 'Deployment/shop.test' }, { name: 'Failed checks threshold', value: '5' },
      { name: 'Progress deadline', value: '60s' }, { name: 'Traffic routing', value: 'Weight step: 20 max: 60' },
    ]);
  });

  it('without settings there is the cluster alone, or nothing', () => {
    expect(buildAlert(canary(), { ...news, fields: false }, 'lab').fields).toEqual([{ name: 'Cluster', value: 'lab' }]);
    expect(buildAlert(canary(), { ...news, fields: false }, '').fields).toEqual([]);
  });

  it.each<[CanaryAnalysis, string | undefined]>([
    [{ stepWeight: 5 }, 'Weight step: 5 max: 0'],
    [{ stepWeights: [1, 10, 50] }, 'Weight steps: 1,10,50 max: 0'],
    [{ iterations: 3, match: [{}] }, 'A/B Testing'],
    [{ iterations: 3 }, 'Blue/Green'],
    [{}, undefined],
  ])('the routing of %j is %p', (analysis, text) => {
    expect(buildAlert(canary(analysis), news, '').fields.find(field => field.name === 'Traffic routing')?.value).toBe(text);
  });

  it('the deadline is 600 s and the threshold 1 where they are left out', () => {
    expect(buildAlert(canary(), news, '').fields.map(field => field.value)).toEqual(['Deployment/shop.test', '1', '600s']);
  });
});

describe('wants', () => {
  it.each<[AlertSeverity, Alert['severity'][]]>([
    ['info', ['info', 'warn', 'error']],
    ['warn', ['warn', 'error']],
    ['error', ['error']],
  ])('a channel of severity %p hears %p', (channel, heard) => {
    expect((['info', 'warn', 'error'] as const).filter(severity => wants(channel, severity))).toEqual(heard);
  });

  it('an empty severity means info', () => {
    expect((['info', 'warn', 'error'] as const).every(severity => wants('', severity))).toBe(true);
  });
});

describe('sendAlert', () => {
  const silent = { record: () => undefined };
  const context = () => ({ http: new StubHttp(), notices: new Notices(), clock: new InstantClock() });
  const SECRET = 'https://hooks.example/T0/s3cret';
  const listed: CanaryAnalysis = { alerts: [{ name: 'chat', severity: 'info', providerRef: { name: 'chat' } }] };
  const provider = (spec: Record<string, unknown>): Manifest => ({ apiVersion: 'flagger.app/v1beta1', kind: 'AlertProvider', metadata: { name: 'chat', namespace: 'test' }, spec }) as Manifest;
  const secret = (data: Record<string, string>): Manifest =>
    ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'url', namespace: 'test' }, data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, btoa(value)])) }) as Manifest;

  async function send(analysis: CanaryAnalysis, objects: readonly Manifest[], notify: () => Promise<void> = () => Promise.resolve()) {
    const logger = new MemoryLogger();
    const outbox = createOutbox({ logger });
    const envs: NotifierEnv[] = [];
    const operator: Alert[] = [];
    const events: string[] = [];
    const reader = {
      get: <T extends Manifest>(type: ResourceType<T>, key: ObjectKey) => Promise.resolve(objects.find(each => each.kind === type.kind && each.metadata.name === key.name) as T | undefined),
      list: () => Promise.resolve([]),
    };
    const factory = { types: ['slack'], create: (env: NotifierEnv) => { envs.push(env); return { notify }; } };
    const target = canary(analysis);
    sendAlert(target, buildAlert(target, news, ''), {
      ...context(), logger, outbox, reader, events: { record: ({ type, message }) => void events.push(`${type} ${message}`) }, notifierFactories: new Map([['slack', factory]]),
      globalNotifier: { notify: alert => Promise.resolve(void operator.push(alert)) },
    });
    await outbox.idle();
    return { logger, envs, operator, events };
  }

  it("goes to the operator's channel where the canary lists none", async () => {
    const { operator, envs } = await send({}, []);
    expect(operator).toHaveLength(1);
    expect(envs).toEqual([]);
  });

  it('goes to the listed channels only, as flagger to general unless they say otherwise', async () => {
    const { operator, envs } = await send(listed, [provider({ type: 'slack', address: SECRET })]);
    expect(operator).toEqual([]);
    expect(envs[0]).toMatchObject({ address: SECRET, token: '', channel: 'general', username: 'flagger' });
  });

  it("a Secret's address goes before the spec's, and brings the token", async () => {
    const { envs } = await send(listed, [provider({ type: 'slack', address: 'http://other', secretRef: { name: 'url' } }), secret({ address: SECRET, token: 'xoxb' })]);
    expect(envs[0]).toMatchObject({ address: SECRET, token: 'xoxb' });
  });

  it.each<[string, Manifest[], string]>([
    ['a missing provider', [], 'alert provider chat.test error: alertprovider.flagger.app "chat" not found'],
    ['a missing Secret', [provider({ type: 'slack', secretRef: { name: 'url' } })], 'alert provider chat.test secretRef error: secrets "url" not found'],
    ['a Secret without address', [provider({ type: 'slack', secretRef: { name: 'url' } }), secret({ token: 'x' })], 'alert provider chat.test secret does not contain an address'],
    ['an unknown type', [provider({ type: 'pigeon', address: SECRET })], 'alert provider chat.test error: provider pigeon not supported; loaded: slack'],
  ])('%s is logged, and an event tells it', async (_, objects, line) => {
    const { logger, events } = await send(listed, objects);
    expect(logger.lines).toEqual([line]);
    expect(events).toEqual([`Warning ${line}`]);
  });

  it.each<[string, Manifest[]]>([
    ['of the spec', [provider({ type: 'slack', address: '' })]],
    ['of the spec, of any type', [provider({ type: 'pigeon', address: '' })]],
    ['of a Secret', [provider({ type: 'slack', address: SECRET, secretRef: { name: 'url' } }), secret({ address: '' })]],
  ])('an empty address %s switches the channel off', async (_, objects) => {
    const { logger, events, envs } = await send(listed, objects);
    expect([logger.lines, events, envs]).toEqual([[], [], []]);
  });

  it('a channel that fails is logged, without its address', async () => {
    const fail = (): Promise<void> => Promise.reject(new CanaryError('HttpFailed', 'later', 'postMessage failed'));
    const { logger } = await send(listed, [provider({ type: 'slack', address: SECRET })], fail);
    expect(logger.lines).toEqual(['alert provider chat.test send error: postMessage failed']);
    expect(logger.lines.join()).not.toContain('s3cret');
  });

  it("a failure of the operator's channel is logged", async () => {
    const logger = new MemoryLogger();
    const outbox = createOutbox({ logger });
    const globalNotifier = { notify: () => Promise.reject(new CanaryError('TimedOut', 'later', 'postMessage failed')) };
    const reader = { get: () => Promise.resolve(undefined), list: () => Promise.resolve([]) };
    sendAlert(canary(), buildAlert(canary(), news, ''), { ...context(), logger, outbox, reader, events: silent, notifierFactories: new Map(), globalNotifier });
    await outbox.idle();
    expect(logger.lines).toEqual(["alert can't be sent: postMessage failed"]);
  });

  it('no operator channel and no list: nobody is told', async () => {
    const outbox = createOutbox({ logger: new MemoryLogger() });
    const reader = { get: () => Promise.resolve(undefined), list: () => Promise.resolve([]) };
    sendAlert(canary(), buildAlert(canary(), news, ''), { ...context(), logger: new MemoryLogger(), outbox, reader, events: silent, notifierFactories: new Map(), globalNotifier: undefined });
    await expect(outbox.idle()).resolves.toBeUndefined();
  });

  it('a channel hears only what it wants', async () => {
    const { envs } = await send({ alerts: [{ name: 'chat', severity: 'error', providerRef: { name: 'chat' } }] }, [provider({ type: 'slack', address: SECRET })]);
    expect(envs).toEqual([]);
  });
});
