import { connect } from 'node:net';
import type { NetConnectOpts } from 'node:net';

/** HAProxy's runtime API: one command a connection, the answer ends with it. */
export interface RuntimeApi {
  /** @throws Error where HAProxy does not listen or does not answer */
  send(command: string, signal: AbortSignal): Promise<string>;
}

const ANSWER_LIMIT_MS = 5_000;

/** Opens the API behind `stats socket`: a path, or `HOST:PORT`. It connects anew for each command. */
export function createRuntimeApi(address: string): RuntimeApi {
  const target = targetOf(address);
  return { send: (command, signal) => exchange(target, command, signal) };
}

function exchange(target: NetConnectOpts, command: string, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect({ ...target, timeout: ANSWER_LIMIT_MS });
    const stop = (): void => void socket.destroy(new Error('the agent stops'));
    signal.addEventListener('abort', stop, { once: true });
    socket.setEncoding('utf8');
    socket.on('connect', () => socket.write(`${command}\n`));
    socket.on('data', text => void (answer += String(text)));
    socket.on('timeout', () => void socket.destroy(new Error(`HAProxy gave no answer within ${ANSWER_LIMIT_MS / 1000}s`)));
    socket.on('error', reject);
    socket.on('close', () => {
      signal.removeEventListener('abort', stop);
      resolve(answer);
    });
  });
}

function targetOf(address: string): NetConnectOpts {
  const [, host, port] = /^([^/]+):(\d+)$/.exec(address) ?? [];
  return host === undefined ? { path: address } : { host, port: Number(port) };
}
