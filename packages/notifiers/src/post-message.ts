import { CanaryError, isCanaryError } from '@flagger/sdk';
import type { HttpClient, HttpResponse } from '@flagger/sdk';

const TIMEOUT_MS = 5000;

/** Where a message goes, and with what. */
export interface Post {
  readonly address: string;
  readonly payload: unknown;
  readonly token?: string;
  readonly proxy: string;
  readonly http: HttpClient;
}

/**
 * Posts a message to a channel; any 2xx is success. The address is a secret: no message names it.
 *
 * @throws CanaryError HttpFailed, TimedOut
 * @source flagger pkg/notifier/client.go postMessage
 */
export async function postMessage({ address, payload, token = '', proxy, http }: Post, signal: AbortSignal): Promise<void> {
  const headers = { 'Content-Type': 'application/json', ...(token !== '' && { Authorization: `Bearer ${token}` }) };
  const body = JSON.stringify(payload);
  const answer = await send(() => http.send({ method: 'POST', url: address, headers, body, timeoutMs: TIMEOUT_MS, ...(proxy !== '' && { proxyUrl: proxy }) }, signal));
  if (answer.status < 200 || answer.status > 299) {
    throw new CanaryError('HttpFailed', 'later', `postMessage failed: sending notification bad response ${answer.status}: ${answer.body.slice(0, 200)}`);
  }
}

async function send(run: () => Promise<HttpResponse>): Promise<HttpResponse> {
  try {
    return await run();
  } catch (error) {
    if (!isCanaryError(error)) throw error;
    throw new CanaryError(error.code, 'later', `postMessage failed: sending notification failed to send: ${reasonOf(error)}`);
  }
}

/** Only a system's word such as ECONNREFUSED: a message may hold the address. */
function reasonOf({ code, cause }: CanaryError): string {
  if (code === 'TimedOut') return 'no answer in time';
  const word = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return /^E[A-Z_]+$/.test(word) ? word : 'the connection failed';
}
