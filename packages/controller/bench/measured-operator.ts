import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Backends } from '../test/golden/backends.ts';
import { serveBackends } from '../test/golden/backend-server.ts';
import { ControllerProcess } from '../test/e2e/control-plane.ts';
import { NAMESPACE } from './manifests.ts';

const BUNDLE = fileURLToPath(new URL('../dist/flagger.js', import.meta.url));
const PORT = 27480;

/** The shipped bundle as a process, with a metrics server that is content with every canary. */
export interface MeasuredOperator {
  readonly pid: number;
  /** Where it serves /metrics. */
  readonly url: string;
  /** From the start of the process to its first answer on /healthz. */
  readonly startSeconds: number;
  close(): Promise<void>;
}

/** Starts the bundle; resolves when it is ready. @throws Error where it has not been built */
export async function startOperator(kubeconfig: string): Promise<MeasuredOperator> {
  if (!existsSync(BUNDLE)) throw new Error('there is no bundle to measure: npm run build');
  const folder = mkdtempSync(join(tmpdir(), 'flagger-bench-'));
  const metrics = await serveBackends(new Map([[NAMESPACE, new Backends(NAMESPACE, () => 0)]]));
  const flags = [`-kubeconfig=${kubeconfig}`, `-metrics-server=${metrics.url}/prom`, '-mesh-provider=istio', `-port=${PORT}`, '-log-level=error'];
  const startedAt = performance.now();
  const operator = new ControllerProcess(flags, { bundle: BUNDLE, log: join(folder, 'log') });
  await operator.answers(PORT, '/healthz');
  const startSeconds = (performance.now() - startedAt) / 1000;
  await operator.healthy(PORT);
  return {
    pid: operator.pid,
    url: `http://127.0.0.1:${PORT}`,
    startSeconds,
    close: async () => {
      await operator.stop();
      await metrics.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
