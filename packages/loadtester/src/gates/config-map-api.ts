import { CanaryError } from '@flagger/sdk';
import { callServer } from '../calls/call-server.ts';
import type { Answer, Call } from '../calls/call-server.ts';
import type { ApiAccess } from './api-access.ts';

const REQUEST_TIMEOUT_MS = 3_000;
const JSON_TYPE = 'application/json';
const MERGE_PATCH = 'application/merge-patch+json';

/** One ConfigMap of the Kubernetes API; statuses are the API's. */
export class ConfigMapApi {
  /** `namespace/name`, for messages. */
  readonly title: string;
  readonly #access: ApiAccess;
  readonly #name: string;
  readonly #collection: string;

  /** `title` is `namespace/name`. */
  constructor(access: ApiAccess, title: string) {
    const [namespace = '', name = ''] = title.split('/');
    this.title = title;
    this.#access = access;
    this.#name = name;
    this.#collection = `${access.url.replace(/\/$/, '')}/api/v1/namespaces/${namespace}/configmaps`;
  }

  async read(signal: AbortSignal): Promise<{ readonly status: number; readonly data: Readonly<Record<string, string>> }> {
    const { status, body } = await this.#call({ method: 'GET', url: this.#url }, signal);
    if (status !== 200) return { status, data: {} };
    const { data = {} } = JSON.parse(body) as { readonly data?: Readonly<Record<string, string>> };
    return { status, data };
  }

  /** Sets keys, and takes away those that are null; others stay. */
  async patch(keys: Readonly<Record<string, string | null>>, signal: AbortSignal): Promise<number> {
    const body = JSON.stringify({ data: keys });
    return (await this.#call({ method: 'PATCH', url: this.#url, body, headers: { 'content-type': MERGE_PATCH } }, signal)).status;
  }

  async create(keys: Readonly<Record<string, string | null>>, signal: AbortSignal): Promise<number> {
    const data = Object.fromEntries(Object.entries(keys).filter(([, value]) => value !== null));
    const body = JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: this.#name }, data });
    return (await this.#call({ method: 'POST', url: this.#collection, body, headers: { 'content-type': JSON_TYPE } }, signal)).status;
  }

  get #url(): string {
    return `${this.#collection}/${this.#name}`;
  }

  async #call(call: Omit<Call, 'timeoutMs'>, signal: AbortSignal): Promise<Answer> {
    const { ca, token } = this.#access;
    const known = await token();
    const headers = { accept: JSON_TYPE, ...call.headers, ...(known !== undefined && { authorization: `Bearer ${known}` }) };
    try {
      return await callServer({ ...call, headers, timeoutMs: REQUEST_TIMEOUT_MS, ...(ca !== undefined && { ca }) }, signal);
    } catch (error) {
      signal.throwIfAborted();
      throw new CanaryError('ApiUnavailable', 'later', `gates: ConfigMap ${this.title}: ${(error as Error).message}`, { cause: error });
    }
  }
}
