import type { Agent } from 'node:http';
import type { Clock } from '@flagger/sdk';
import { CookieJar } from './cookie-jar.ts';
import { exchange } from './http-exchange.ts';
import type { LoadSample } from './load-report.ts';

/** What a client asks, and from where. */
export interface LoadTarget {
  /** URL of the mesh router. */
  readonly router: string;
  /** The Service or host that is asked for. */
  readonly host: string;
  /** Default '/'. */
  readonly path?: string;
  /** Default 'GET'. */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Default 'default'. */
  readonly sourceNamespace?: string;
  readonly sourceLabels?: Readonly<Record<string, string>>;
  /** Where requests enter, as `namespace/name` of a gateway; default: within the mesh. */
  readonly gateway?: string;
}

const NO_BODY = Buffer.alloc(0);

/** One user: it keeps its cookies from request to request. */
export class LoadClient {
  readonly #target: LoadTarget;
  readonly #clock: Clock;
  readonly #agent: Agent;
  readonly #jar: CookieJar;

  constructor(target: LoadTarget, clock: Clock, agent: Agent) {
    this.#target = target;
    this.#clock = clock;
    this.#agent = agent;
    this.#jar = new CookieJar(clock);
  }

  /** Sends one request. Having no answer is a sample too. */
  async send(): Promise<LoadSample> {
    const { router, path = '/', method = 'GET' } = this.#target;
    const startedAt = this.#clock.now();
    const answer = await exchange({ server: router, method, target: path, headers: this.#headers(), body: NO_BODY }, this.#agent).catch(() => undefined);
    const durationMs = this.#clock.now() - startedAt;
    if (answer === undefined) return { version: undefined, status: 0, durationMs };
    for (const cookie of answer.headers['set-cookie'] ?? []) this.#jar.keep(cookie);
    const version = answer.headers['x-version'];
    return { version: typeof version === 'string' ? version : undefined, status: answer.status, durationMs };
  }

  #headers(): Readonly<Record<string, string>> {
    const { host, headers = {}, sourceNamespace = 'default', sourceLabels = {}, gateway } = this.#target;
    const labels = Object.entries(sourceLabels).map(([key, value]) => `${key}=${value}`).join(',');
    const cookie = [this.#jar.header(), headers['cookie']].filter(part => part !== undefined).join('; ');
    return {
      ...headers, host, 'x-source-namespace': sourceNamespace,
      ...(labels === '' ? {} : { 'x-source-labels': labels }),
      ...(gateway === undefined ? {} : { 'x-gateway': gateway }),
      ...(cookie === '' ? {} : { cookie }),
    };
  }
}
