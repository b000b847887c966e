import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRealClock, startApiServer } from '@flagger/testkit';
import { inDeploy } from './helm.ts';
import { ImageEmulation } from './image-emulation.ts';

/** Below those that the system gives to whoever connects. */
const PORTS = { flagger: 28_880, loadtester: 28_881 };

async function output({ stdout }: ChildProcess): Promise<string> {
  return stdout === null ? '' : text(stdout);
}

/** Resolves when a page answers well. @throws where the process ends before, with what it says */
async function answers(child: ChildProcess, url: string): Promise<void> {
  const said = child.stderr === null ? Promise.resolve('') : text(child.stderr);
  while (!(await fetch(url).catch(() => undefined))?.ok) {
    if (child.exitCode !== null) throw new Error(`it ended: ${await said}`);
    await turn();
  }
}

async function stop(child: ChildProcess): Promise<unknown> {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const [code] = await ended;
  return code;
}

describe('the image of the operator, without the system under it', () => {
  let image: ImageEmulation;
  beforeAll(() => {
    image = ImageEmulation.build('flagger', { PROVIDERS: 'istio,kubernetes', REVISION: 'abc123' });
  }, 120_000);
  afterAll(() => image.remove());

  it('holds the bundle and nothing else', () => {
    expect(image.files().filter(path => !path.startsWith('/app/dist/chunks/'))).toEqual(['/app/LICENSE', '/app/dist/flagger.js', '/app/dist/flagger.js.map', '/app/package.json']);
  });

  it('says of what it was built', async () => {
    expect(await output(image.start('-version'))).toMatch(/ revision +abc123\n$/);
  });

  it('prints the role of its providers', async () => {
    const role = await output(image.start('rbac'));
    expect(role).toContain('networking.istio.io');
    expect(role).not.toContain('traefik.io');
  });

  it('becomes ready and ends in order, where nothing but the home folder can be written', async () => {
    const api = await startApiServer({ clock: createRealClock() });
    api.installCrds(readFileSync(inDeploy('crds/flagger.yaml'), 'utf8'));
    const operator = image.start(`-master=${api.url}`, '-mesh-provider=kubernetes', `-port=${PORTS.flagger}`);
    await answers(operator, `http://127.0.0.1:${PORTS.flagger}/readyz`);
    expect(await stop(operator)).toBe(0);
    await api.close();
  });
});

describe('the image of the load tester, without the system under it', () => {
  let image: ImageEmulation;
  beforeAll(() => {
    image = ImageEmulation.build('loadtester');
  }, 120_000);
  afterAll(() => image.remove());

  it('holds the bundle, and what ghz is told', () => {
    expect(image.files().filter(path => !path.endsWith('.LEGAL.txt'))).toEqual(['/app/LICENSE', '/app/dist/loadtester.js', '/app/dist/loadtester.js.map', '/app/package.json', '/tmp/ghz/health.proto']);
  });

  it('runs tasks as a user who can write to his home only', async () => {
    const tester = image.start(`-port=${PORTS.loadtester}`);
    const url = `http://127.0.0.1:${PORTS.loadtester}`;
    await answers(tester, `${url}/healthz`);
    const cmd = 'id -u; id -g; touch ~/file && echo home; touch dist/file 2>/dev/null || echo read-only';
    const answer = await fetch(url, { method: 'POST', body: JSON.stringify({ name: 'podinfo', namespace: 'test', metadata: { type: 'bash', cmd, returnCmdOutput: 'true' } }) });
    expect(await answer.text()).toBe('100\n101\nhome\nread-only\n');
    expect(await stop(tester)).toBe(0);
  });
});
