import { isDeepStrictEqual } from 'node:util';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Clock } from '@flagger/sdk';
import type { ApiAccess, ClientTls, Credentials } from './api-access.ts';

/** As long as client-go trusts a token file. */
const CREDENTIALS_MS = 60_000;

/** TCP probes begin after this; the kernel then drops a dead peer within about ten seconds. */
const KEEP_ALIVE_MS = 30_000;

/** What a socket is for. A watch has its own as long as it lasts; requests share some, because each costs 100 KB and a handshake. */
export type Purpose = 'request' | 'watch';

const MOST_SOCKETS: Readonly<Record<Purpose, number>> = { request: 24, watch: Infinity };
const MOST_FREE_SOCKETS = 24;

/** What a request needs beside its own parts. */
export interface Authenticated {
  readonly headers: Readonly<Record<string, string>>;
  readonly agent: { readonly http: HttpAgent } | { readonly https: HttpsAgent };
}

interface Pool {
  readonly tls: ClientTls;
  readonly agents: Readonly<Record<Purpose, HttpAgent>>;
}

/** Keeps credentials fresh and sockets open: one pool for requests and one for watches, new ones whenever certificates change. */
export class Connection {
  readonly server: string;
  readonly #access: ApiAccess;
  readonly #clock: Clock;
  readonly #agents = new Set<HttpAgent>();
  #loading: Promise<Credentials> | undefined;
  #loadedAt = 0;
  #pool: Pool | undefined;

  constructor(access: ApiAccess, clock: Clock) {
    this.server = access.server;
    this.#access = access;
    this.#clock = clock;
  }

  /** @throws CanaryError ApiUnavailable, ApiForbidden */
  async authenticate(purpose: Purpose): Promise<Authenticated> {
    const { headers, tls, proxyAgent } = await this.#credentials();
    const agent = proxyAgent ?? this.#poolFor(tls).agents[purpose];
    this.#agents.add(agent);
    return { headers, agent: this.server.startsWith('https:') ? { https: agent as HttpsAgent } : { http: agent } };
  }

  /** The server refused the credentials: the next request loads them again. */
  forgetCredentials(): void {
    this.#loading = undefined;
  }

  /** Cuts every open socket. */
  close(): void {
    for (const agent of this.#agents) agent.destroy();
  }

  #credentials(): Promise<Credentials> {
    const now = this.#clock.now();
    if (this.#loading !== undefined && now - this.#loadedAt < CREDENTIALS_MS) return this.#loading;
    this.#loadedAt = now;
    const loading = this.#access.loadCredentials();
    this.#loading = loading;
    loading.catch(() => {
      if (this.#loading === loading) this.#loading = undefined;
    });
    return loading;
  }

  #poolFor(tls: ClientTls): Pool {
    if (this.#pool !== undefined && isDeepStrictEqual(this.#pool.tls, tls)) return this.#pool;
    // The old pool's requests and watches end by themselves.
    if (this.#pool !== undefined) for (const agent of Object.values(this.#pool.agents)) this.#agents.delete(agent);
    this.#pool = { tls, agents: { request: this.#openAgent(tls, 'request'), watch: this.#openAgent(tls, 'watch') } };
    return this.#pool;
  }

  #openAgent(tls: ClientTls, purpose: Purpose): HttpAgent {
    const options = { keepAlive: true, keepAliveMsecs: KEEP_ALIVE_MS, maxSockets: MOST_SOCKETS[purpose], maxFreeSockets: MOST_FREE_SOCKETS };
    return this.server.startsWith('https:') ? new HttpsAgent({ ...options, ...tls }) : new HttpAgent(options);
  }
}
