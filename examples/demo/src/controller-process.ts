import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** How the controller is started. */
export interface ControllerOptions {
  readonly kubeconfig: string;
  readonly metricsServer: string;
  readonly eventWebhook: string;
  readonly speed: number;
  /** Where its log goes. */
  readonly folder: string;
}

/** The controller, in a process of its own, as in a Pod. */
export class ControllerProcess {
  readonly port: number;
  readonly logFile: string;
  /** Resolves when the process has ended. */
  readonly ended: Promise<void>;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number, logFile: string) {
    this.#child = child;
    this.port = port;
    this.logFile = logFile;
    this.ended = new Promise(resolve => child.once('exit', () => resolve()));
  }

  /** Starts the binary with Flagger's flags. */
  static async start({ kubeconfig, metricsServer, eventWebhook, speed, folder }: ControllerOptions): Promise<ControllerProcess> {
    const binary = fileURLToPath(new URL('flagger.js', import.meta.resolve('@flagger/controller')));
    if (!existsSync(binary)) throw new Error(`${binary} is not there: run npm run build first`);
    const logFile = join(folder, 'controller.log');
    const log = openSync(logFile, 'w');
    const port = await freePort();
    const flags = [
      `-kubeconfig=${kubeconfig}`, `-metrics-server=${metricsServer}`, '-mesh-provider=istio', `-event-webhook=${eventWebhook}`, `-port=${port}`, '-log-level=info',
    ];
    const child = spawn(process.execPath, [binary, ...flags], {
      stdio: ['ignore', log, log],
      env: { ...process.env, FLAGGER_CLOCK_SPEED: String(speed) },
    });
    return new ControllerProcess(child, port, logFile);
  }

  /** The end of its log. */
  logTail(lines = 20): string {
    return readFileSync(this.logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  }

  /** Asks it to end, and waits for that. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    this.#child.kill('SIGTERM');
    const hard = setTimeout(() => this.#child.kill('SIGKILL'), 5000);
    await this.ended;
    clearTimeout(hard);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}
