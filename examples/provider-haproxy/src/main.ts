#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { createCluster } from '@flagger/cluster';
import { hostClock } from './agent/host-clock.ts';
import { createLineLogger } from './agent/line-logger.ts';
import { createRuntimeApi } from './agent/runtime-api.ts';
import { SplitAgent } from './agent/split-agent.ts';

const { values } = parseArgs({
  options: { socket: { type: 'string', default: '/var/run/haproxy/admin.sock' }, kubeconfig: { type: 'string' }, master: { type: 'string' }, namespace: { type: 'string' } },
});
const { socket, namespace, ...access } = values;
const logger = createLineLogger(process.stderr);
const life = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => life.abort());
const cluster = await createCluster({ ...access, namespace, clock: hostClock, logger });
logger.info('Keeping HAProxy in step', { socket });
await new SplitAgent({ cluster, namespace, haproxy: createRuntimeApi(socket), clock: hostClock, logger }).run(life.signal);
await cluster.close();
