import { closeSync, openSync, readSync, statSync } from 'node:fs';
import type { Heard } from '../golden/recording.ts';

interface AuditEntry {
  readonly stage: string;
  readonly verb: string;
  readonly user?: { readonly username?: string };
  readonly requestURI: string;
  readonly requestReceivedTimestamp: string;
  readonly objectRef?: {
    readonly namespace?: string; readonly name?: string; readonly resource: string; readonly apiGroup?: string; readonly apiVersion: string; readonly subresource?: string;
  };
  readonly responseStatus?: { readonly code?: number };
  readonly responseObject?: Record<string, unknown>;
  readonly requestObject?: Record<string, unknown> & { readonly metadata?: { readonly name?: string } };
}

const ACCOUNTS = 'system:serviceaccount:flagger-system:';
const READS = new Set(['get', 'list', 'watch']);

/** The part of an API server's audit log that was written since it was opened. */
export class AuditLog {
  readonly #path: string;
  readonly #from: number;

  constructor(path: string) {
    this.#path = path;
    this.#from = statSync(path).size;
  }

  /** Requests that controllers made, once they are over. */
  entries(): readonly AuditEntry[] {
    return this.#read('ResponseComplete');
  }

  /** Requests that reached a stage; a watch is long under way before it is over. */
  #read(...stages: readonly string[]): readonly AuditEntry[] {
    const size = statSync(this.#path).size - this.#from;
    const buffer = Buffer.alloc(size);
    const file = openSync(this.#path, 'r');
    readSync(file, buffer, 0, size, this.#from);
    closeSync(file);
    return buffer.toString().split('\n').filter(line => line.includes(ACCOUNTS) && stages.some(stage => line.includes(`"stage":"${stage}"`))).map(line => JSON.parse(line) as AuditEntry);
  }

  /** Writes to a namespace, but for events. */
  writes(namespace: string): readonly Heard[] {
    return this.entries().filter(entry => entry.objectRef?.namespace === namespace && !READS.has(entry.verb) && entry.objectRef.resource !== 'events').map(asWrite);
  }

  /** Requests that RBAC refused, such as `flagger list v1/secrets shop`. */
  denied(): readonly string[] {
    const refused = this.entries().filter(({ responseStatus }) => responseStatus?.code === 403);
    return refused.map(entry => `${accountOf(entry)} ${entry.verb} ${resourceOf(entry)} ${entry.objectRef?.namespace ?? ''}`);
  }

  /** Permissions that were made use of, such as `update networking.istio.io/virtualservices` or `get /version`, by service account. */
  used(): ReadonlyMap<string, ReadonlySet<string>> {
    const used = new Map<string, Set<string>>();
    for (const entry of this.#read('ResponseStarted', 'ResponseComplete')) {
      const account = accountOf(entry);
      used.set(account, (used.get(account) ?? new Set()).add(permissionOf(entry)));
    }
    return used;
  }
}

function asWrite(entry: AuditEntry): Heard {
  const resource = resourceOf(entry);
  // The audit log counts microseconds; Date keeps milliseconds.
  const at = Date.parse(entry.requestReceivedTimestamp) + Number(entry.requestReceivedTimestamp.slice(23, 26)) / 1000;
  const code = entry.responseStatus?.code ?? 0;
  const object = entry.responseObject ?? entry.requestObject;
  const body = resource.endsWith('canaries/status') ? { status: object?.['status'] } : object;
  return {
    at, kind: 'write', verb: entry.verb, resource, code, name: entry.objectRef?.name ?? entry.requestObject?.metadata?.name,
    ...(code < 300 && entry.verb !== 'delete' && { body }),
  } as Heard;
}

function resourceOf({ objectRef }: AuditEntry): string {
  if (objectRef === undefined) return '';
  const { apiGroup, apiVersion, resource, subresource } = objectRef;
  return `${apiGroup ? `${apiGroup}/` : ''}${apiVersion}/${resource}${subresource ? `/${subresource}` : ''}`;
}

function accountOf({ user }: AuditEntry): string {
  return user?.username?.slice(ACCOUNTS.length) ?? '';
}

function permissionOf({ verb, objectRef, requestURI }: AuditEntry): string {
  if (objectRef === undefined) return `${verb} ${requestURI.replace(/\?.*/, '')}`;
  const { apiGroup = '', resource, subresource } = objectRef;
  return `${verb} ${apiGroup}/${resource}${subresource ? `/${subresource}` : ''}`;
}
