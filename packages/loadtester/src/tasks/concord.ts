import { readFileSync } from 'node:fs';
import { CanaryError } from '@flagger/sdk';
import type { Payload } from '../payload/payload.ts';
import { runConcord } from './concord-run.ts';
import type { ConcordProcess } from './concord-run.ts';
import { parseServerUrl } from './server-url.ts';
import { canaryOf } from './task.ts';
import type { TaskKind } from './task.ts';

const ARGUMENT = 'arguments.';
const DEFAULT_POLL_S = 5;

/**
 * `concord`: a process, started on a Concord server; the caller waits for its end.
 *
 * @differs a line's end in the file of the key is dropped: `concord.test.ts` "starts a process and follows it to its end"
 * @source flagger pkg/loadtester/concord.go
 */
export const concord: TaskKind = {
  waits: () => true,
  refusedWith: 500,
  create: (payload, tools) => {
    const process = readProcess(payload);
    const canary = canaryOf(payload);
    const title = `${process.org}/${process.project}/${process.repo} ${process.entryPoint}`;
    return { type: 'concord', canary, title, key: `${canary}concord${title}`, run: signal => runConcord(process, { ...tools, canary }, signal) };
  },
};

function readProcess({ metadata }: Payload): ConcordProcess {
  const need = (key: string): string => {
    const value = metadata.get(key);
    if (value === undefined) throw invalid(`\`${key}\` is required with type concord`);
    return value;
  };
  const server = parseServerUrl(need('server'));
  if (server === undefined) throw invalid('failed to create base URL from metadata `concord_url`');
  const [org = '', project = '', repo = '', entryPoint = ''] = ['org', 'project', 'repo', 'entrypoint'].map(need);
  const apiKey = readKey(need('apiKeyPath'));
  const endpoint = need('endpoint');
  const pollS = readSeconds(metadata, 'pollInterval') ?? DEFAULT_POLL_S;
  const timeoutS = readSeconds(metadata, 'pollTimeout');
  const args = [['endpoint', endpoint] as const, ...readArguments(metadata)];
  return { server, org, project, repo, entryPoint, apiKey, pollMs: pollS * 1000, timeoutS, args };
}

function invalid(message: string, cause?: unknown): CanaryError {
  return new CanaryError('Invalid', 'never', message, { cause });
}

/** A line's end, which no header may hold, is not part of the key. */
function readKey(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw invalid(`\`apiKeyPath\` file doesn't exist ${path}`, error);
  }
}

function readSeconds(metadata: Payload['metadata'], key: string): number | undefined {
  const text = metadata.get(key);
  if (text === undefined) return undefined;
  if (/^\+?\d{1,9}$/.test(text) && Number(text) > 0) return Number(text);
  throw invalid(`unable to convert \`${key}\` to int`);
}

function readArguments(metadata: Payload['metadata']): readonly (readonly [string, string])[] {
  if (metadata.has(`${ARGUMENT}endpoint`)) throw invalid('You cannot override Endpoint through arguments. You must override Endpoint directly');
  return [...metadata].filter(([key]) => key.startsWith(ARGUMENT)).map(([key, value]) => [key.slice(ARGUMENT.length), value]);
}
