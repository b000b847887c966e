import { CanaryError, isCanaryError, sleep } from '@flagger/sdk';
import type { CanaryWebhook, Clock, HttpClient, HttpRequest, HttpResponse } from '@flagger/sdk';
import { parseGoDuration } from '../gofmt/duration.ts';
import type { HookPayload } from './payload.ts';

/** What calling a hook needs. */
export interface HookContext {
  readonly http: HttpClient;
  readonly clock: Clock;
}

const DEFAULT_TIMEOUT_MS = 10_000;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;
const LAST_SUCCESS = 202;

/**
 * Posts a payload; retries mean extra attempts on refusals that may pass. @source flagger webhook.go callWebhook, go-retryablehttp
 *
 * @throws CanaryError HttpFailed; the message is what Flagger shows: the answer's body, or that it gave up
 */
export async function callHook(hook: CanaryWebhook, payload: HookPayload, { http, clock }: HookContext, signal: AbortSignal): Promise<void> {
  const request: HttpRequest = {
    method: 'POST', url: hook.url, body: JSON.stringify(payload), headers: { 'Content-Type': 'application/json' },
    timeoutMs: timeoutOf(hook), insecureSkipVerify: hook.disableTLS ?? false,
  };
  const attempts = 1 + Math.max(0, hook.retries ?? 0);
  for (let attempt = 1; ; attempt++) {
    const answer = await send(http, request, signal);
    if (!passing(answer)) return settle(answer);
    if (attempt >= attempts) throw gaveUp(hook.url, attempt, answer);
    await sleep(clock, waitMs(attempt, answer), signal);
  }
}

function timeoutOf({ timeout = '' }: CanaryWebhook): number {
  return (timeout.length < 2 ? undefined : parseGoDuration(timeout)) ?? DEFAULT_TIMEOUT_MS;
}

async function send(http: HttpClient, request: HttpRequest, signal: AbortSignal): Promise<HttpResponse | CanaryError> {
  try {
    return await http.send(request, signal);
  } catch (error) {
    if (isCanaryError(error)) return error;
    throw error;
  }
}

/** Whether another attempt may go better. */
function passing(answer: HttpResponse | CanaryError): boolean {
  return answer instanceof Error || answer.status === 429 || (answer.status >= 500 && answer.status !== 501);
}

function settle(answer: HttpResponse | CanaryError): void {
  if (answer instanceof Error || answer.status > LAST_SUCCESS) {
    throw new CanaryError('HttpFailed', 'later', answer instanceof Error ? answer.message : answer.body);
  }
}

function gaveUp(url: string, attempts: number, answer: HttpResponse | CanaryError): CanaryError {
  const text = `POST ${withoutSecrets(url)} giving up after ${attempts} attempt(s)`;
  return answer instanceof Error ? new CanaryError('HttpFailed', 'later', `${text}: ${answer.message}`, { cause: answer }) : new CanaryError('HttpFailed', 'later', text);
}

function waitMs(attempt: number, answer: HttpResponse | CanaryError): number {
  const asked = answer instanceof Error ? Number.NaN : Number(answer.headers['retry-after'] ?? Number.NaN);
  return Number.isNaN(asked) ? Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1)) : asked * 1000;
}

/** A URL as it may be shown: user, password and query can hold tokens. */
function withoutSecrets(url: string): string {
  if (!URL.canParse(url)) return url.split('?')[0] ?? '';
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}
