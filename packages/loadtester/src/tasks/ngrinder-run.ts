import { CanaryError, sleep } from '@flagger/sdk';
import { callServer } from '../calls/call-server.ts';
import type { Call } from '../calls/call-server.ts';
import { readJsonObject } from './server-url.ts';
import type { TaskResult, TaskTools } from './task.ts';

/** A performance test to copy and start. */
export interface NgrinderTest {
  readonly server: URL;
  readonly clone: number;
  readonly username: string;
  readonly password: string;
  readonly pollMs: number;
}

type Tools = TaskTools & { readonly canary: string };

const CALL_TIMEOUT_MS = 60_000;
const FAILED = new Set(['STOP_BY_ERROR', 'CANCELED', 'UNKNOWN']);

/** Starts the test and follows it to its end; when the signal says so, it is stopped. @source flagger pkg/loadtester/ngrinder.go NGrinderTask.Run */
export async function runNgrinder(test: NgrinderTest, tools: Tools, signal: AbortSignal): Promise<TaskResult> {
  const logger = tools.logger.child({ canary: tools.canary });
  try {
    const { id } = await ask(test, 'POST', `${test.clone}/clone_and_start`, signal);
    if (typeof id !== 'number') throw new CanaryError('HttpFailed', 'later', 'the answer of nGrinder has no id');
    const status = await follow(test, id, tools, signal);
    logger.info(`nGrinder test ${id} ended: ${status}`);
    return { succeeded: status === 'FINISHED', output: status, reason: status === 'FINISHED' ? '' : `nGrinder test ${id} ended: ${status}` };
  } catch (error) {
    const reason = signal.aborted ? `the nGrinder test of clone ${test.clone} was stopped` : (error as Error).message;
    logger.error(`nGrinder task failed: ${reason}`);
    return { succeeded: false, output: '', reason };
  }
}

async function follow(test: NgrinderTest, id: number, { clock, logger }: Tools, signal: AbortSignal): Promise<string> {
  try {
    for (;;) {
      await sleep(clock, test.pollMs, signal);
      const status = await readStatus(test, id, signal).catch((error: unknown) => {
        signal.throwIfAborted();
        logger.warn('nGrinder does not tell the status of a test', { id, error });
        return undefined;
      });
      if (status === 'FINISHED' || FAILED.has(status ?? '')) return status ?? '';
    }
  } finally {
    if (signal.aborted) await stop(test, id, logger);
  }
}

async function readStatus(test: NgrinderTest, id: number, signal: AbortSignal): Promise<string | undefined> {
  const { status } = await ask(test, 'GET', `${id}/status`, signal);
  const first = Array.isArray(status) ? (status[0] as { readonly status_id?: unknown } | undefined) : undefined;
  return typeof first?.status_id === 'string' ? first.status_id : undefined;
}

/** The task's own signal is gone by now. */
async function stop(test: NgrinderTest, id: number, logger: Tools['logger']): Promise<void> {
  await ask(test, 'PUT', `${id}?action=stop`, new AbortController().signal).catch((error: unknown) => logger.warn('nGrinder test is not stopped', { id, error }));
}

async function ask({ server, username, password }: NgrinderTest, method: Call['method'], path: string, signal: AbortSignal): Promise<Readonly<Record<string, unknown>>> {
  const credentials = Buffer.from(`${username}:${password}`).toString('base64');
  const url = new URL(`perftest/api/${path}`, server).href;
  const { body } = await callServer({ method, url, timeoutMs: CALL_TIMEOUT_MS, headers: { authorization: `Basic ${credentials}` } }, signal);
  const answer = readJsonObject(body, `nGrinder ${method} perftest/api/${path}`);
  if (answer['success'] === false) throw new CanaryError('HttpFailed', 'later', `request failed: ${body}`);
  return answer;
}
