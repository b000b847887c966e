import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createRealClock, startApiServer } from '@flagger/testkit';
import type { ApiServer } from '@flagger/testkit';
import { openApiAccess } from '../src/gates/api-access.ts';
import { Coalesced } from '../src/gates/coalesced.ts';
import { gateKey } from '../src/gates/gate-key.ts';
import { TesterLab, WHO } from './tester-lab.ts';
import type { TesterAnswer } from './tester-lab.ts';

const APPROVED = { status: 200, body: 'Approved' };
const FORBIDDEN = { status: 403, body: 'Forbidden' };
const DONE = { status: 202, body: '' };
const CONFIG_MAPS = { apiVersion: 'v1', kind: 'ConfigMap' };

describe('gates in memory', () => {
  let tester: TesterLab;
  beforeEach(async () => (tester = await TesterLab.start()));
  afterEach(() => tester.stop());

  it('kinds of gates never mix', async () => {
    await tester.post('/gate/open', { name: 'rollback.podinfo', namespace: 'test' });
    expect(await tester.post('/rollback/check', WHO)).toMatchObject(FORBIDDEN);
  });

  it.each([['podinfo', 'test'], ['', ''], ['a b', 'ü'], ['team/podinfo', '../test'], ['x'.repeat(300), 'test'], ['__proto__', '']])('a gate of %s in %s opens and closes', async (name, namespace) => {
    const gate = { name, namespace };
    expect(await tester.post('/gate/open', gate)).toMatchObject(DONE);
    expect(await tester.post('/gate/check', gate)).toMatchObject(APPROVED);
    expect(await tester.post('/gate/close', gate)).toMatchObject(DONE);
    expect(await tester.post('/gate/check', gate)).toMatchObject(FORBIDDEN);
  });

  it('opens at once, as often as it is asked to', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => tester.post('/gate/open', WHO)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(await tester.post('/gate/check', WHO)).toMatchObject(APPROVED);
  });

  it.each(['/gate/open/', '/Gate/open', '/gate/opened'])('%s is no gate, but a task', async path => {
    expect(await tester.post(path, WHO)).toMatchObject({ status: 400, body: 'metadata not found in payload' });
  });

  it.each([['//gate/check?a=b', '/gate/check?a=b'], ['/rollback//open', '/rollback/open'], ['//', '/'], ['//evil.example/..//x', '/x']])('%s leads to %s, with the same method and body', async (path, location) => {
    const answer = await fetch(`${tester.url}${path}`, { method: 'POST', body: JSON.stringify(WHO), redirect: 'manual' });
    expect([answer.status, answer.headers.get('location'), await answer.text()]).toEqual([307, location, '']);
  });

  it('opens also where a base URL ends in a slash', async () => {
    expect(await tester.post('//gate/open', WHO)).toMatchObject(DONE);
    expect(await tester.post('/gate/check', WHO)).toMatchObject(APPROVED);
  });

  it('says what it answered', async () => {
    const other = await TesterLab.start();
    await other.post('/gate/open', WHO);
    await other.post('/gate/check', WHO);
    await other.post('/rollback/check', WHO);
    expect((await other.ask('GET', '/metrics')).body).toContain('flagger_loadtester_gate_checks_total{kind="gate",answer="approved"} 1\n');
    const log = await other.stop();
    for (const line of ['podinfo.test gate opened', 'podinfo.test gate check: approved true', 'rollback.podinfo.test rollback check: approved false']) expect(log).toContain(`"${line}"`);
  });
});

describe('gates in a ConfigMap', () => {
  let api: ApiServer;
  const testers: TesterLab[] = [];

  async function startTester(): Promise<TesterLab> {
    const tester = await TesterLab.start({ settings: { gateConfigMap: 'test/gates', master: api.url } });
    testers.push(tester);
    return tester;
  }

  beforeEach(async () => {
    api = await startApiServer({ clock: createRealClock() });
    api.store.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'test' } });
  });

  afterEach(async () => {
    for (const tester of testers.splice(0)) await tester.stop();
    await api.close();
  });

  const dataOf = (): unknown => (api.store.get(CONFIG_MAPS, { namespace: 'test', name: 'gates' }) as { readonly data?: unknown } | undefined)?.data;

  it('are closed before there is one', async () => {
    const tester = await startTester();
    expect(await tester.post('/gate/check', WHO)).toMatchObject(FORBIDDEN);
    expect(await tester.post('/gate/close', WHO)).toMatchObject(DONE);
    expect(dataOf() ?? {}).toEqual({});
  });

  it('survive a restart', async () => {
    const before = await startTester();
    await before.post('/gate/open', WHO);
    await before.post('/rollback/open', WHO);
    await before.post('/rollback/close', WHO);
    expect(dataOf()).toEqual({ 'gate.podinfo.test': 'open' });
    await testers.shift()?.stop();
    const after = await startTester();
    expect(await after.post('/gate/check', WHO)).toMatchObject(APPROVED);
    expect(await after.post('/rollback/check', WHO)).toMatchObject(FORBIDDEN);
  });

  it('replicas agree at once', async () => {
    const [one, two] = [await startTester(), await startTester()];
    for (const [writer, reader] of [[one, two], [two, one]] as const) {
      await writer.post('/gate/open', WHO);
      expect(await reader.post('/gate/check', WHO)).toMatchObject(APPROVED);
      await writer.post('/gate/close', WHO);
      expect(await reader.post('/gate/check', WHO)).toMatchObject(FORBIDDEN);
    }
  });

  it('replicas that write at once lose nothing', async () => {
    const [one, two] = [await startTester(), await startTester()];
    const names = Array.from({ length: 100 }, (_, at) => `app-${at}`);
    const answers = await Promise.all(names.map((name, at) => (at % 2 === 0 ? one : two).post('/gate/open', { name, namespace: 'test' })));
    expect(answers).toEqual(names.map(() => expect.objectContaining(DONE)));
    expect(Object.keys(dataOf() as object).toSorted()).toEqual(names.map(name => `gate.${name}.test`).toSorted());
  });

  it('leave keys of others alone', async () => {
    api.store.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'gates', namespace: 'test' }, data: { note: 'by hand' } });
    const tester = await startTester();
    await tester.post('/gate/open', { name: 'ü', namespace: 'test' });
    expect(dataOf()).toEqual({ note: 'by hand', [gateKey({ kind: 'gate', name: 'ü', namespace: 'test' })]: 'open' });
  });

  it('an API that does not answer is told as it is, and approves nothing', async () => {
    const tester = await startTester();
    await api.close();
    const answers: TesterAnswer[] = [await tester.post('/gate/check', WHO), await tester.post('/gate/open', WHO)];
    expect(answers.map(({ status }) => status)).toEqual([503, 503]);
    expect(answers[0]?.body).toMatch(/^gates: ConfigMap test\/gates: GET http:\/\/127\.0\.0\.1:\d+\/api\/v1\/namespaces\/test\/configmaps\/gates: .*ECONNREFUSED/);
    api = await startApiServer({ clock: createRealClock() });
  });

  it('an API that refuses is told as it is', async () => {
    const tester = await TesterLab.start({ settings: { gateConfigMap: 'nowhere/gates', master: api.url } });
    testers.push(tester);
    expect(await tester.post('/gate/open', WHO)).toMatchObject({ status: 503, body: "gates: ConfigMap nowhere/gates can't be created: the Kubernetes API answered 404" });
  });
});

describe('the Kubernetes API', () => {
  const folder = mkdtempSync(join(tmpdir(), 'account-'));
  writeFileSync(join(folder, 'ca.crt'), 'PEM');
  writeFileSync(join(folder, 'token'), 'first\n');
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([['10.0.0.1', 'https://10.0.0.1:6443'], ['fd00::1', 'https://[fd00::1]:6443']])('of the cluster around, at %s', async (host, url) => {
    const access = openApiAccess('', { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: '6443' }, folder);
    expect(access).toMatchObject({ url, ca: 'PEM' });
  });

  it('gets the token of now', async () => {
    const { token } = openApiAccess('', { KUBERNETES_SERVICE_HOST: 'h' }, folder);
    expect(await token()).toBe('first');
    writeFileSync(join(folder, 'token'), 'second\n');
    expect(await token()).toBe('second');
  });

  it('is missed', () => {
    expect(() => openApiAccess('', {})).toThrow('-gate-config-map needs a cluster around the load tester, or -master');
  });
});

describe('what is asked at once', () => {
  it('shares the next run, which begins after it was asked', async () => {
    const runs: (readonly number[])[] = [];
    const sum = new Coalesced<number, number>(async items => {
      runs.push(items);
      await Promise.resolve();
      return items.reduce((a, b) => a + b, 0);
    });
    const signal = new AbortController().signal;
    expect(await Promise.all([1, 2, 3].map(item => sum.ask(item, signal)))).toEqual([1, 5, 5]);
    expect(await sum.ask(4, signal)).toBe(4);
    expect(runs).toEqual([[1], [2, 3], [4]]);
  });

  it('shares a failure, and goes on', async () => {
    let runs = 0;
    const broken = new Coalesced<number, number>(async () => {
      runs += 1;
      if (runs === 1) throw new Error('down');
      return runs;
    });
    const signal = new AbortController().signal;
    expect(await Promise.allSettled([broken.ask(1, signal), broken.ask(2, signal)])).toEqual([expect.objectContaining({ status: 'rejected' }), { status: 'fulfilled', value: 2 }]);
  });
});
