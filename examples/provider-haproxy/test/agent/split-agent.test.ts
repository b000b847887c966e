import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createCluster } from '@flagger/cluster';
import type { Cluster } from '@flagger/cluster';
import type { Manifest } from '@flagger/sdk';
import { createVirtualClock, startApiServer } from '@flagger/testkit';
import type { ApiServer, VirtualClock } from '@flagger/testkit';
import { createLineLogger } from '../../src/agent/line-logger.ts';
import { SplitAgent } from '../../src/agent/split-agent.ts';
import { HAPROXY_SPLITS } from '../../src/haproxy-split.ts';
import { FakeHaproxy } from './fake-haproxy.ts';

let clock: VirtualClock;
let api: ApiServer;
let cluster: Cluster;
let haproxy: FakeHaproxy;
let life: AbortController;
let ended: Promise<void>;
let lines: string[];

beforeEach(async () => {
  clock = createVirtualClock();
  lines = [];
  const logger = createLineLogger({ write: (line: string) => lines.push(line) } as unknown as NodeJS.WritableStream);
  api = await startApiServer({ clock });
  api.installCrds(readFileSync(new URL('../../crd.yaml', import.meta.url), 'utf8'));
  api.store.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'test' } });
  put(100, 0);
  cluster = await createCluster({ master: api.url, clock, logger });
  haproxy = new FakeHaproxy();
  life = new AbortController();
  ended = new SplitAgent({ cluster, namespace: undefined, haproxy, clock, logger }).run(life.signal);
});

afterEach(async () => {
  life.abort();
  await ended;
  await cluster.close();
  await api.close();
});

function put(primary: number, canary: number, backend = 'test_podinfo'): void {
  const servers = [{ name: 'primary', service: 'podinfo-primary', weight: primary }, { name: 'canary', service: 'podinfo-canary', weight: canary }];
  api.store.put({ apiVersion: HAPROXY_SPLITS.apiVersion, kind: HAPROXY_SPLITS.kind, metadata: { namespace: 'test', name: 'podinfo' }, spec: { backend, servers } } as Manifest);
}

/** Turns of the event loop, until it is so. */
async function until(what: string, done: () => boolean): Promise<void> {
  for (let turn = 0; !done(); turn++) {
    if (turn > 20_000) throw new Error(`never: ${what}`);
    await new Promise(resolve => void setImmediate(resolve));
  }
}

const splitIs = (primary: number, canary: number): Promise<void> =>
  until(`${primary}/${canary}`, () => haproxy.weights.get('primary') === primary && haproxy.weights.get('canary') === canary);
const problems = (): string[] => lines.map(line => JSON.parse(line) as { problem?: string }).flatMap(({ problem }) => (problem === undefined ? [] : [problem]));

/** Lets the agent look once more, as it does every two seconds. */
async function lookAgain(): Promise<void> {
  await until('rest', () => clock.pendingTimers > 0);
  clock.advance(2_000);
}

describe('the agent', () => {
  it('brings a changed split to HAProxy without any time going by', async () => {
    await lookAgain();
    put(70, 30);
    await splitIs(70, 30);
    expect(haproxy.commands).toEqual(['set server test_podinfo/canary weight 30', 'set server test_podinfo/primary weight 70']);
  });

  it('gives an HAProxy that restarted its weights again', async () => {
    await lookAgain();
    put(70, 30);
    await splitIs(70, 30);
    haproxy.restart();
    await lookAgain();
    await splitIs(70, 30);
  });

  it.each([
    ['that does not listen', { throws: 'connect ECONNREFUSED' }, 'connect ECONNREFUSED'],
    ['that refuses', { says: 'Permission denied' }, 'HAProxy refuses "set server test_podinfo/canary weight 30": Permission denied'],
  ])('says once what is wrong with an HAProxy %s, and goes on when it is not', async (_what, fault, problem) => {
    haproxy.fault = fault;
    put(70, 30);
    await until('told', () => problems().length > 0);
    await lookAgain();
    await lookAgain();
    expect(problems()).toEqual([problem]);
    haproxy.fault = undefined;
    await lookAgain();
    await splitIs(70, 30);
  });

  it('says which server haproxy.cfg lacks', async () => {
    put(70, 30, 'test_other');
    await until('told', () => problems().length > 0);
    expect(problems()).toEqual(['haproxy.cfg has no server test_other/primary, test_other/canary']);
  });

  it('takes no backend that would be a command', () => {
    expect(() => put(100, 0, 'x/y weight 0; disable frontend all')).toThrow(/spec\.backend/);
  });
});
