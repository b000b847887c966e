import { CanaryError } from '@flagger/sdk';
import type { Clock } from '@flagger/sdk';
import { queryFailed, shorten } from './failures.ts';
import { readBatch } from './signal-flow-batch.ts';
import type { SignalFlowPoint } from './signal-flow-batch.ts';

/** A program to run, over a window that has passed already. */
export interface SignalFlowProgram {
  /** Where SignalFlow is, such as `wss://stream.us1.signalfx.com/v2/signalflow`. */
  readonly url: string;
  readonly token: string;
  readonly program: string;
  readonly startMs: number;
  readonly stopMs: number;
}

const CHANNEL = 'ch-1';
const LONGEST_JOB_MS = 15_000;
const LAST_EVENTS: readonly unknown[] = ['END_OF_CHANNEL', 'CHANNEL_ABORT'];

/**
 * Runs a program over a WebSocket and collects what it streams; the connection is closed whatever comes.
 *
 * @throws CanaryError QueryFailed, TimedOut
 * @differs a job that never ends is given up after 15 seconds; Flagger waits for ever: `splunk.test.ts` "never ends"
 */
export function runSignalFlow(program: SignalFlowProgram, clock: Clock, signal: AbortSignal): Promise<readonly SignalFlowPoint[]> {
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<readonly SignalFlowPoint[]>();
  const socket = new WebSocket(`${program.url}/connect`);
  const stopTimer = clock.after(LONGEST_JOB_MS, () => reject(new CanaryError('TimedOut', 'later', `error executing query: no end within ${LONGEST_JOB_MS / 1000}s`)));
  const onAbort = (): void => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  listen(socket, program, { resolve, reject });
  return promise.finally(() => {
    stopTimer();
    signal.removeEventListener('abort', onAbort);
    socket.close();
  });
}

interface Outcome {
  readonly resolve: (points: readonly SignalFlowPoint[]) => void;
  readonly reject: (error: unknown) => void;
}

function listen(socket: WebSocket, program: SignalFlowProgram, { resolve, reject }: Outcome): void {
  const points: SignalFlowPoint[] = [];
  socket.binaryType = 'arraybuffer';
  socket.addEventListener('open', () => start(socket, program));
  socket.addEventListener('error', () => reject(queryFailed('error creating signalflow client: the connection failed')));
  socket.addEventListener('close', () => resolve(points));
  socket.addEventListener('message', event => {
    // A WebSocket of this binaryType gives nothing else.
    const data = event.data as string | ArrayBuffer;
    try {
      if (typeof data !== 'string') points.push(...readBatch(new Uint8Array(data)));
      else if (isLast(data)) resolve(points);
    } catch (error) {
      reject(error);
    }
  });
}

function start(socket: WebSocket, { token, program, startMs: start, stopMs: stop }: SignalFlowProgram): void {
  socket.send(JSON.stringify({ type: 'authenticate', token }));
  socket.send(JSON.stringify({ type: 'execute', program, channel: CHANNEL, start, stop, resolution: 0, maxDelay: 0, immediate: true, timezone: '' }));
}

/** Whether a text message ends the job. @throws CanaryError QueryFailed, where it tells an error */
function isLast(text: string): boolean {
  if (!text.startsWith('{')) return false;
  const { type, event, error, message, errorType } = parse(text);
  if (type === 'error') throw queryFailed(`error executing query: ${shorten(`${String(error ?? 0)} (${String(errorType ?? '')}): ${String(message ?? '')}`)}`);
  return type === 'control-message' && LAST_EVENTS.includes(event);
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    throw queryFailed(`invalid response: ${error instanceof Error ? error.message : String(error)}`, error);
  }
}
