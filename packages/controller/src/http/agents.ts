import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { HttpProxyAgent } from 'http-proxy-agent';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { getProxyForUrl } from 'proxy-from-env';

/** Who connects to servers, by protocol. */
export interface Agents {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
}

/** No connection is kept: a request that meets one that the server has just closed would fail, and is not sent again. */
const DIRECT: Agents = { http: new HttpAgent({ keepAlive: false }), https: new HttpsAgent({ keepAlive: false }) };

const LOOPBACK = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/;

/** The agents for a request; without a proxy of its own it goes as the environment says. @source Go http.ProxyFromEnvironment */
export function agentsFor(url: string, proxyUrl: string | undefined): Agents {
  const proxy = proxyUrl || environmentProxy(url);
  if (proxy === '') return DIRECT;
  return { http: new HttpProxyAgent(proxy, { keepAlive: false }), https: new HttpsProxyAgent(proxy, { keepAlive: false }) };
}

function environmentProxy(url: string): string {
  const host = URL.parse(url)?.hostname ?? '';
  return LOOPBACK.test(host) ? '' : getProxyForUrl(url);
}
