import { CanaryError } from '@flagger/sdk';
import type { HttpRequest, WebMetricProvider } from '@flagger/sdk';
import type { ServiceAddress } from './service-address.ts';

/**
 * Reads a `web` query: its first line is put behind the address, the lines after it are the body. A path that is none
 * could lead to another server, which would be given the credentials.
 *
 * @example
 * // /v1/query?service=web
 * // {"namespace": "test"}
 * readWebRequest(query, address, {}); // { method: 'POST', url: 'https://metrics.example/v1/query?service=web', body: '{"namespace": "test"}' }
 * @throws CanaryError QueryFailed
 */
export function readWebRequest(query: string, address: ServiceAddress, { method }: WebMetricProvider): Pick<HttpRequest, 'method' | 'url' | 'body'> {
  const [first = '', ...rest] = query.trim().split(/\r?\n/);
  const suffix = first.trim();
  const body = rest.join('\n').trim();
  if (!/^([/?]|$)/.test(suffix)) throw refused('the first line must begin with / or ?, such as /v1/errors?service={{ target }}');
  if (body !== '' && method === 'GET') throw refused('a query with a body needs spec.provider.web.method POST or PUT');
  return { method: method ?? (body === '' ? 'GET' : 'POST'), url: new URL(address.join(suffix)).href, ...(body !== '' && { body }) };
}

function refused(reason: string): CanaryError {
  return new CanaryError('QueryFailed', 'never', `unexpected query format. ${reason}`);
}
