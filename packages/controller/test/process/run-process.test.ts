import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { createRealClock, startApiServer } from '@flagger/testkit';
import { runProcess } from '../../src/process/run-process.ts';
import type { HostProcess } from '../../src/process/run-process.ts';

const CRDS = readFileSync(join(import.meta.dirname, '../../../deploy/crds/flagger.yaml'), 'utf8');

/** A process that is none. */
class FakeProcess extends EventEmitter {
  readonly argv: string[];
  readonly env = {};
  readonly stdout = new PassThrough({ encoding: 'utf8' });
  readonly stderr = new PassThrough({ encoding: 'utf8' });
  readonly exits: number[] = [];
  exit = (code: number): void => void this.exits.push(code);

  constructor(...argv: string[]) {
    super();
    this.argv = ['node', 'flagger', ...argv];
  }

  run(): Promise<number> {
    // The parts of a process that are used are here; their overloads can't be written down.
    return runProcess(this as unknown as HostProcess);
  }

  /** Resolves when the log has said `message`. */
  async said(message: string): Promise<void> {
    for (let text = ''; !text.includes(message);) {
      text += String(this.stderr.read() ?? '');
      if (!text.includes(message)) await new Promise(resolve => void this.stderr.once('readable', resolve));
    }
  }
}

describe('the process', () => {
  it.each([['-version'], ['--version=true']])('%s prints the version', async argument => {
    const host = new FakeProcess(argument);
    expect(await host.run()).toBe(0);
    expect(host.stdout.read()).toBe('Flagger version 1.0.0 revision  unknown\n');
  });

  it('-help prints the flags', async () => {
    const host = new FakeProcess('-help');
    expect(await host.run()).toBe(0);
    expect(host.stdout.read()).toMatch(/^Usage of flagger:\n {2}-kubeconfig\n/);
  });

  it('an unknown flag ends it with 2', async () => {
    const host = new FakeProcess('-mesh-providers=x');
    expect(await host.run()).toBe(2);
    expect(host.stderr.read()).toBe('unknown flag -mesh-providers; did you mean -mesh-provider?\n');
  });

  it('a cluster that is none ends it with 1', async () => {
    const host = new FakeProcess('-master=http://127.0.0.1:1', '-port=0', '-log-level=warning');
    expect(await host.run()).toBe(1);
    const log = String(host.stderr.read());
    expect(log).toContain('"warning\\" is taken as info');
    expect(log).toContain('"level":"error","msg":"Canary CRD is not registered ');
  });

  it('a Prometheus that does not answer is told in the log, and nothing more', async () => {
    const api = await startApiServer({ clock: createRealClock() });
    api.installCrds(CRDS);
    const host = new FakeProcess(`-master=${api.url}`, '-port=0', '-metrics-server=http://127.0.0.1:1');
    const ended = host.run();
    await host.said('unreachable');
    host.emit('SIGTERM');
    expect([await ended, host.exits]).toEqual([0, []]);
    await api.close();
  });

  it('a signal ends it with 0, a second one at once with 1', async () => {
    const api = await startApiServer({ clock: createRealClock() });
    api.installCrds(CRDS);
    const host = new FakeProcess(`-master=${api.url}`, '-port=0', '-metrics-server=http://127.0.0.1:1', 'stray');
    const ended = host.run();
    await host.said('unreachable');
    host.emit('SIGTERM');
    host.emit('SIGINT');
    expect(await ended).toBe(0);
    expect(host.exits).toEqual([1]);
    await api.close();
  });
});
