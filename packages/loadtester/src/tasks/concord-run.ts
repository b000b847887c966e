import { CanaryError, sleep } from '@flagger/sdk';
import { callServer } from '../calls/call-server.ts';
import type { Answer, Call } from '../calls/call-server.ts';
import { readJsonObject } from './server-url.ts';
import type { TaskResult, TaskTools } from './task.ts';

/** A process to start and follow. */
export interface ConcordProcess {
  readonly server: URL;
  readonly org: string;
  readonly project: string;
  readonly repo: string;
  readonly entryPoint: string;
  readonly apiKey: string;
  readonly pollMs: number;
  /** After which it has failed; undefined: the time that every task has. */
  readonly timeoutS: number | undefined;
  /** Arguments of the process, the endpoint first. */
  readonly args: readonly (readonly [string, string])[];
}

type Tools = TaskTools & { readonly canary: string };

const CALL_TIMEOUT_MS = 60_000;

/**
 * Starts the process and follows it to its end.
 *
 * @differs pollTimeout counts from the start, not from the last look: `concord.test.ts` "pollTimeout counts from the start"
 * @source flagger pkg/loadtester/concord.go ConcordTask.Run
 */
export async function runConcord(process: ConcordProcess, tools: Tools, signal: AbortSignal): Promise<TaskResult> {
  const logger = tools.logger.child({ canary: tools.canary });
  try {
    const id = await start(process, signal);
    logger.info(`concord instanceID: ${id} started`);
    await follow(process, id, tools, signal);
    logger.info(`concord instanceID: ${id} finished`);
    return { succeeded: true, output: '', reason: '' };
  } catch (error) {
    const reason = signal.aborted ? 'context timedout' : (error as Error).message;
    logger.error(`concord task failed: ${reason}`);
    return { succeeded: false, output: '', reason };
  }
}

async function start(process: ConcordProcess, signal: AbortSignal): Promise<string> {
  const form = new FormData();
  for (const key of ['org', 'project', 'repo', 'entryPoint'] as const) form.append(key, process[key]);
  for (const [key, value] of process.args) form.append(`arguments.${key}`, value);
  const { body } = await call(process, { method: 'POST', path: 'api/v1/process', ...(await encode(form)) }, signal).catch(because('failed to generate request'));
  const { instanceId } = readJsonObject(body, 'failed to generate request');
  if (typeof instanceId !== 'string') throw failure('failed to generate request: the answer has no instanceId');
  return instanceId;
}

/** As bytes: a form that is sent as a stream throws past everybody when its request is ended. */
async function encode(form: FormData): Promise<Required<Pick<Call, 'headers' | 'body'>>> {
  const encoded = new Response(form);
  return { headers: { 'content-type': encoded.headers.get('content-type') ?? '' }, body: await encoded.bytes() };
}

async function follow(process: ConcordProcess, id: string, { clock }: Tools, signal: AbortSignal): Promise<void> {
  const { pollMs, timeoutS = Number.POSITIVE_INFINITY } = process;
  const endMs = clock.now() + timeoutS * 1000;
  for (;;) {
    await sleep(clock, Math.min(pollMs, endMs - clock.now()), signal);
    const { body } = await call(process, { method: 'GET', path: `api/v1/process/${encodeURIComponent(id)}` }, signal).catch(because('failed checking status'));
    const { status } = readJsonObject(body, 'failed checking status');
    if (status === 'FINISHED') return;
    if (status === 'FAILED') throw failure(`concord instanceID: ${id} failed`);
    if (clock.now() >= endMs) throw failure(`concord process timed out, after ${timeoutS} seconds`);
  }
}

type PathCall = Pick<Call, 'method' | 'headers' | 'body'> & { readonly path: string };

async function call({ server, apiKey }: ConcordProcess, { path, headers = {}, ...rest }: PathCall, signal: AbortSignal): Promise<Answer> {
  return callServer({ ...rest, url: new URL(path, server).href, timeoutMs: CALL_TIMEOUT_MS, headers: { ...headers, authorization: apiKey } }, signal);
}

function because(what: string): (error: unknown) => never {
  return error => {
    throw failure(`${what}: ${(error as Error).message}`, error);
  };
}

function failure(message: string, cause?: unknown): CanaryError {
  return new CanaryError('HttpFailed', 'later', message, { cause });
}
