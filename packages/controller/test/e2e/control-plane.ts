import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const TOOL = process.env['CONTROL_PLANE'] ?? join(import.meta.dirname, '../../../tooling/control-plane/control-plane');

/** A real etcd, kube-apiserver and controller-manager of this test's own. */
export class ControlPlane {
  readonly dir: string;
  readonly kubeconfig: string;

  private constructor(dir: string) {
    this.dir = dir;
    this.kubeconfig = join(dir, 'kubeconfig');
  }

  static start(port: number): ControlPlane {
    const dir = mkdtempSync(join(tmpdir(), 'flagger-e2e-'));
    const plane = new ControlPlane(dir);
    try {
      execFileSync(TOOL, ['up', dir, String(port)], { stdio: ['ignore', 'ignore', 'inherit'] });
      return plane;
    } catch (error) {
      plane.stop();
      throw error;
    }
  }

  kubectl(...args: string[]): string {
    return execFileSync('kubectl', ['--kubeconfig', this.kubeconfig, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  }

  installCrds(files: readonly string[]): void {
    for (const file of files) this.kubectl('apply', '--server-side', '-f', file);
    this.kubectl('wait', '--for', 'condition=Established', '--timeout', '60s', 'crd', '--all');
  }

  /** A kubeconfig with which a controller acts as a service account of flagger-system, under the role of a manifest alone. */
  controllerKubeconfig(rbac: string, account = 'flagger'): string {
    this.kubectl('apply', '-f', rbac);
    const token = this.kubectl('-n', 'flagger-system', 'create', 'token', account, '--duration=4h').trim();
    const file = join(this.dir, `kubeconfig-${account}`);
    writeFileSync(file, readFileSync(this.kubeconfig, 'utf8').replace('admin-token', token));
    return file;
  }

  stop(): void {
    execFileSync(TOOL, ['down', this.dir], { stdio: 'ignore' });
    rmSync(this.dir, { recursive: true, force: true });
  }
}

/** The shipped bundle as a process. */
export class ControllerProcess {
  readonly #child: ChildProcess;
  readonly #log: string;

  constructor(args: readonly string[], { bundle, log, env = {} }: { bundle: string; log: string; env?: Record<string, string> }) {
    this.#log = log;
    this.#child = spawn(process.execPath, [bundle, ...args], { stdio: ['ignore', openSync(log, 'w'), openSync(log, 'a')], env: { ...process.env, NODE_OPTIONS: '', ...env } });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  log(): string {
    return readFileSync(this.#log, 'utf8');
  }

  /** Waits until its caches are complete. */
  async healthy(port: number): Promise<void> {
    await this.answers(port, '/readyz');
  }

  /** Waits until one of its pages answers well. */
  async answers(port: number, path: string): Promise<void> {
    for (let attempt = 0; attempt < 2000; attempt++) {
      if (this.#child.exitCode !== null) throw new Error(`the controller ended: ${this.log().slice(-2000)}`);
      const answer = await fetch(`http://127.0.0.1:${port}${path}`).catch(() => undefined);
      if (answer?.ok) return;
      await new Promise(resolve => void setTimeout(resolve, 5));
    }
    throw new Error(`${path} does not answer: ${this.log().slice(-2000)}`);
  }

  async stop(): Promise<number | null> {
    if (this.#child.exitCode !== null) return this.#child.exitCode;
    const ended = new Promise<number | null>(resolve => this.#child.once('exit', resolve));
    this.#child.kill('SIGTERM');
    return ended;
  }
}
