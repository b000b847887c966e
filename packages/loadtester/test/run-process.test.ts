import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, describe, expect, it } from '@jest/globals';
import { runProcess } from '../src/process/run-process.ts';
import type { HostProcess } from '../src/process/run-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'tester-process-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fileWith(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

/** A process that is none. */
class FakeProcess extends EventEmitter {
  readonly argv: readonly string[];
  readonly env = process.env;
  readonly stdout = new PassThrough({ encoding: 'utf8' });
  readonly stderr = new PassThrough({ encoding: 'utf8' });
  readonly exits: number[] = [];
  exit = (code: number): void => void this.exits.push(code);

  constructor(...argv: readonly string[]) {
    super();
    this.argv = ['node', 'loadtester', ...argv];
  }

  run(): Promise<number> {
    // The parts of a process that are used are here; their overloads can't be written down.
    return runProcess(this as unknown as HostProcess);
  }

  /** Resolves with the log once it says `message`. */
  async said(message: string): Promise<string> {
    for (let text = ''; ;) {
      text += String(this.stderr.read() ?? '');
      if (text.includes(message)) return text;
      await new Promise(resolve => void this.stderr.once('readable', resolve));
    }
  }
}

describe('the process', () => {
  it('-help prints the flags', async () => {
    const host = new FakeProcess('-help');
    expect(await host.run()).toBe(0);
    expect(host.stdout.read()).toMatch(/^Usage of loadtester:\n/);
  });

  it.each([
    [['-ports=1'], "Unknown option '--ports'"],
    [['-namespace-regexp=('], 'flag -namespace-regexp has the value "("; allowed: an RE2 expression'],
    [['-token-file=/nowhere'], "flag -token-file: /nowhere can't be read"],
    [[`-token-file=${fileWith('empty', '\n')}`], 'is empty'],
    [['-gate-config-map=test/gates'], '-gate-config-map needs a cluster around the load tester, or -master'],
  ])('%j ends it with 2', async (argv, message) => {
    const host = new FakeProcess(...argv, '-port=0');
    expect(await host.run()).toBe(2);
    expect(host.stderr.read()).toContain(message);
  });

  it('a port that is taken ends it with 1', async () => {
    const other = createServer();
    await new Promise<void>(resolve => void other.listen(0, '0.0.0.0', resolve));
    const host = new FakeProcess(`-port=${(other.address() as AddressInfo).port}`);
    expect(await host.run()).toBe(1);
    expect(host.stderr.read()).toMatch(/"level":"error",.*"msg":"HTTP server crashed listen EADDRINUSE/);
    other.close();
  });

  it('serves until a signal ends it with 0; a second one ends it at once with 1', async () => {
    const host = new FakeProcess('-port=0', '-log-level=info', `-token-file=${fileWith('token', 's3cret\n')}`, 'stray');
    const ended = host.run();
    await host.said('"msg":"Arguments are ignored because the first of them is no flag","arguments":["stray"]');
    const [, port] = /API on port (\d+)/.exec(await host.said('API on port')) ?? [];
    const url = `http://127.0.0.1:${port}/gate/approve`;
    expect((await fetch(url)).status).toBe(401);
    expect(await (await fetch(url, { headers: { authorization: 'Bearer s3cret' } })).text()).toBe('OK');
    host.emit('SIGTERM');
    host.emit('SIGINT');
    expect(await ended).toBe(0);
    expect(host.exits).toEqual([1]);
    expect(await host.said('HTTP server stopped')).toContain('"msg":"shutting down the task runner"');
  });
});
