import { CanaryError } from '@flagger/sdk';
import got from 'got';

/** One HTTP exchange to make. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly timeoutMs: number;
  /** Whom to trust, PEM. Default: whom the machine trusts. */
  readonly ca?: string;
}

/** What came back, whatever its status. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

/**
 * Makes one exchange, without retries.
 *
 * @throws CanaryError HttpFailed: there is no answer; the message names origin and path of the URL only
 */
export async function callServer({ method, url, headers = {}, body, timeoutMs, ca }: Call, signal: AbortSignal): Promise<Answer> {
  try {
    const answer = await got(url, {
      method, signal, timeout: { request: timeoutMs }, retry: { limit: 0 }, throwHttpErrors: false, maxRedirects: 10,
      headers: { 'user-agent': 'flagger-loadtester', ...headers },
      ...(body !== undefined && { body }),
      ...(ca !== undefined && { https: { certificateAuthority: ca } }),
    });
    return { status: answer.statusCode, body: answer.body };
  } catch (error) {
    signal.throwIfAborted();
    throw new CanaryError('HttpFailed', 'later', `${method} ${publicUrl(url)}: ${(error as Error).message}`, { cause: error });
  }
}

/** Origin and path of a URL: the rest may hold secrets. */
function publicUrl(url: string): string {
  const parsed = URL.parse(url);
  return parsed === null ? 'an invalid URL' : `${parsed.origin}${parsed.pathname}`;
}
