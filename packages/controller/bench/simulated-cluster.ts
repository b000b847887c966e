import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Ready } from './simulated-server.ts';
import type { SeenRequest, TestedCluster } from './tested-cluster.ts';

/** Starts the embedded API server, with simulated workloads, in a process of its own. */
export async function startSimulatedCluster(): Promise<TestedCluster> {
  const server = fork(fileURLToPath(new URL('simulated-server.ts', import.meta.url)), { serialization: 'advanced' });
  const [{ kubeconfig }] = await once(server, 'message') as [Ready];
  const folder = mkdtempSync(join(tmpdir(), 'flagger-bench-'));
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const ask = async (question: string): Promise<readonly SeenRequest[]> => {
    server.send(question);
    const [answer] = await once(server, 'message') as [readonly SeenRequest[]];
    return answer;
  };
  return {
    what: 'simulation: embedded API server in a process of its own',
    adminKubeconfig: write('admin', kubeconfig),
    operatorKubeconfig: write('operator', kubeconfig.replace('token: admin', 'token: flagger')),
    note: async () => {
      await ask('note');
      return { requests: () => ask('requests') };
    },
    close: async () => {
      const ended = once(server, 'exit');
      server.disconnect();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
