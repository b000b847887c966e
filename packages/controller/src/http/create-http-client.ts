import { CanaryError } from '@flagger/sdk';
import type { Clock, HttpClient, HttpRequest, HttpResponse } from '@flagger/sdk';
import got from 'got';
import type { BeforeRedirectHook, OptionsInit } from 'got';
import { VERSION } from '../version.ts';
import { agentsFor } from './agents.ts';
import { publicUrl } from './public-url.ts';

/** What a client is made from. */
export interface HttpClientOptions {
  readonly clock: Clock;
  /** Larger answers are refused. Default 1 MiB. */
  readonly maxBodyBytes?: number;
}

const MEBIBYTE = 1024 ** 2;
/** Headers that say nothing about who asks. */
const OPEN_HEADERS: ReadonlySet<string> = new Set(['accept', 'accept-encoding', 'content-length', 'content-type', 'user-agent']);

/** The operator's way out over HTTP: no retries, at most ten redirects, one deadline for the whole exchange. @source Go net/http Client */
export function createHttpClient({ clock, maxBodyBytes = MEBIBYTE }: HttpClientOptions): HttpClient {
  return {
    async send(request, signal) {
      signal.throwIfAborted();
      const deadline = new AbortController();
      const cancel = clock.after(request.timeoutMs, () => deadline.abort());
      try {
        return await exchange(request, AbortSignal.any([signal, deadline.signal]), maxBodyBytes);
      } catch (error) {
        signal.throwIfAborted();
        throw failure(request, error, deadline.signal.aborted);
      } finally {
        cancel();
      }
    },
  };
}

async function exchange(request: HttpRequest, signal: AbortSignal, maxBodyBytes: number): Promise<HttpResponse> {
  const stream = got.stream(request.url, gotOptions(request, signal));
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > maxBodyBytes) throw new Error(`the answer is larger than ${maxBodyBytes} bytes`);
    chunks.push(bytes);
  }
  const { statusCode, headers } = stream.response ?? {};
  if (statusCode === undefined) throw new Error('no answer');
  return { status: statusCode, headers: flatten(headers ?? {}), body: Buffer.concat(chunks).toString('utf8') };
}

function gotOptions({ method, url, headers, body, insecureSkipVerify = false, tls = {}, proxyUrl }: HttpRequest, signal: AbortSignal): OptionsInit & { isStream: true } {
  const mutableHeaders = Object.entries(headers ?? {}).map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]);
  return {
    isStream: true,
    method,
    headers: { 'user-agent': `flagger/${VERSION}`, ...Object.fromEntries(mutableHeaders) },
    ...(method === 'GET' ? {} : { body: body ?? '' }),
    signal,
    agent: agentsFor(url, proxyUrl),
    https: {
      rejectUnauthorized: !insecureSkipVerify,
      ...(tls.ca !== undefined && { certificateAuthority: tls.ca }), ...(tls.cert !== undefined && { certificate: tls.cert }), ...(tls.key !== undefined && { key: tls.key }),
    },
    retry: { limit: 0 },
    throwHttpErrors: false,
    methodRewriting: true,
    maxRedirects: 10,
    hooks: { beforeRedirect: [keepSecrets] },
  };
}

/** A service's API keys are not for the server to which it sends us. */
const keepSecrets: BeforeRedirectHook = (next, answer) => {
  if (new URL(String(next.url)).origin === new URL(answer.url).origin) return;
  for (const name of Object.keys(next.headers)) if (!OPEN_HEADERS.has(name.toLowerCase())) Reflect.deleteProperty(next.headers, name);
};

function flatten(headers: Readonly<Record<string, string | readonly string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])));
}

function failure(request: HttpRequest, error: unknown, timedOut: boolean): CanaryError {
  const what = `${request.method} ${publicUrl(request.url)}`;
  if (timedOut) return new CanaryError('TimedOut', 'later', `${what}: no answer within ${request.timeoutMs / 1000}s`, { cause: error });
  const reason = error instanceof Error ? error.message : String(error);
  return new CanaryError('HttpFailed', 'later', `${what}: ${reason}`, { cause: error });
}
