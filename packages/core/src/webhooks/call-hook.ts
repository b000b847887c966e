import { CanaryError, isCanaryError, parseGoDuration, sleep } from '@flagger/sdk';
import type { CanaryWebhook, HttpClient, HttpRequest, HttpResponse } from '@flagger/sdk';
import { measured } from '../calls/call-measures.ts';
import type { CallContext } from '../calls/call-measures.ts';
import { secretsOfUrl, withoutSecrets } from '../calls/redact.ts';
import { publicUrl } from './public-url.ts';
import type { HookPayload } from './payload.ts';
import { mayPass, retryWaitMs } from './retry.ts';

/** What calling a hook needs. */
export interface HookContext extends CallContext {
  readonly http: HttpClient;
}

const DEFAULT_TIMEOUT_MS = 10_000;
const LAST_SUCCESS = 202;
/** A reason is shown in events; an error page is not for reading there. */
const LONGEST_REASON = 1024;

/**
 * Posts a payload; retries mean extra attempts on refusals that may pass. @source flagger webhook.go callWebhook, go-retryablehttp
 *
 * @throws CanaryError HttpFailed; the message is what Flagger shows: the answer's body, or that it gave up. Invalid: no duration in `timeout`
 * @differs the URL is told without user, password and query, which may be secret: `hooks.test.ts` "is given up in words"
 */
export async function callHook(hook: CanaryWebhook, payload: HookPayload, context: HookContext, signal: AbortSignal): Promise<void> {
  const call = { kind: 'webhook', name: hook.type || 'rollout', signal } as const;
  await withoutSecrets(secretsOfUrl(hook.url), () => measured(call, context, () => persist(hook, payload, context, signal)));
}

async function persist(hook: CanaryWebhook, payload: HookPayload, { http, clock }: HookContext, signal: AbortSignal): Promise<void> {
  const request: HttpRequest = {
    method: 'POST', url: hook.url, body: JSON.stringify(payload), headers: { 'Content-Type': 'application/json' },
    timeoutMs: timeoutOf(hook), insecureSkipVerify: hook.disableTLS ?? false,
  };
  const attempts = 1 + Math.max(0, hook.retries ?? 0);
  for (let attempt = 1; ; attempt++) {
    const answer = await send(http, request, signal);
    if (!(answer instanceof Error) && !mayPass(answer)) return settle(answer);
    if (attempt >= attempts) throw gaveUp(hook.url, attempt, answer);
    await sleep(clock, retryWaitMs(attempt, answer, clock.now()), signal);
  }
}

/** Whether a hook's failure is its answer; it is none where the hook gave none, or could not be asked. */
export function isRefusal({ code, cause }: CanaryError): boolean {
  return code === 'HttpFailed' && cause === undefined;
}

/**
 * Fewer than two characters count as none, as in Flagger.
 *
 * @differs also for event hooks, which Flagger can't call then: `hooks.test.ts` "a timeout of %p is %p ms an attempt"
 */
function timeoutOf({ name, timeout = '' }: CanaryWebhook): number {
  if (timeout.length < 2) return DEFAULT_TIMEOUT_MS;
  const ms = parseGoDuration(timeout);
  if (ms === undefined) throw new CanaryError('Invalid', 'never', `webhook ${name}: timeout "${timeout}" is no duration such as 10s or 1m30s`);
  return ms > 0 ? ms : DEFAULT_TIMEOUT_MS;
}

async function send(http: HttpClient, request: HttpRequest, signal: AbortSignal): Promise<HttpResponse | CanaryError> {
  try {
    return await http.send(request, signal);
  } catch (error) {
    if (isCanaryError(error)) return error;
    throw error;
  }
}

function settle(answer: HttpResponse): void {
  if (answer.status > LAST_SUCCESS) throw new CanaryError('HttpFailed', 'later', answer.body.slice(0, LONGEST_REASON));
}

function gaveUp(url: string, attempts: number, answer: HttpResponse | CanaryError): CanaryError {
  const text = `POST ${publicUrl(url)} giving up after ${attempts} attempt(s)`;
  return answer instanceof Error ? new CanaryError('HttpFailed', 'later', `${text}: ${answer.message}`, { cause: answer }) : new CanaryError('HttpFailed', 'later', text);
}
