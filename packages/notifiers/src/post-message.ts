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
 * @differs An answer of Slack that says `ok: false` is a failure; Flagger takes its status 200 for success: `notifiers.test.ts` "says no with status 200"
 * @source flagger pkg/notifier/client.go postMessage
 */
export async function postMessage({ address, payload, token = '', proxy, http }: Post, signal: AbortSignal): Promise<void> {
  const headers = { 'Content-Type': 'application/json', ...(token !== '' && { Authorization: `Bearer ${token}` }) };
  const body = JSON.stringify(payload);
  const answer = await send(() => http.send({ method: 'POST', url: address, headers, body, timeoutMs: TIMEOUT_MS, ...(proxy !== '' && { proxyUrl: proxy }) }, signal));
  const refusal = refusalOf(answer);
  if (refusal === undefined) return;
  const told = withoutAddress(refusal, { address, token });
  throw new CanaryError('HttpFailed', mayPass(answer.status) ? 'later' : 'never', `postMessage failed: sending notification bad response ${told}`);
}

/** Another attempt changes nothing about a message or an address that is refused. */
function mayPass(status: number): boolean {
  return status >= 500 || [408, 425, 429].includes(status);
}

/** Status and reason; undefined where the message was taken. Slack refuses with status 200. */
function refusalOf({ status, body }: HttpResponse): string | undefined {
  if (status < 200 || status > 299) return `${status}: ${body.slice(0, 200)}`;
  const [, reason] = /^\s*\{\s*"ok"\s*:\s*false\b.*?"error"\s*:\s*"(\w+)"/s.exec(body) ?? [];
  return reason === undefined ? undefined : `${status}: ${reason}`;
}

/** Some servers send back what they were asked. */
function withoutAddress(text: string, { address, token }: { readonly address: string; readonly token: string }): string {
  const { pathname, search } = new URL(address);
  const secrets = [address, `${pathname}${search}`, search, pathname, token].filter(secret => secret.length > 1);
  return secrets.reduce((told, secret) => told.replaceAll(secret, '***'), text);
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
