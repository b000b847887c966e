import { CanaryError } from '@flagger/sdk';

/** An HTTP server's base URL; undefined where the text is none. */
export function parseServerUrl(text: string): URL | undefined {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) ? url : undefined;
}

/** The fields of a JSON answer. @throws CanaryError HttpFailed: it is no JSON object */
export function readJsonObject(body: string, what: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw new CanaryError('HttpFailed', 'later', `${what}: the answer is not JSON`, { cause: error });
  }
  throw new CanaryError('HttpFailed', 'later', `${what}: the answer is not a JSON object`);
}
