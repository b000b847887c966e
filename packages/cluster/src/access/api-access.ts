import type { Agent } from 'node:http';

/** The client's side of TLS, as `https.Agent` takes it. */
export interface ClientTls {
  readonly ca?: string | Buffer;
  readonly cert?: string | Buffer;
  readonly key?: string | Buffer;
  readonly servername?: string;
  readonly rejectUnauthorized?: boolean;
}

/** What proves to the API server who is asking. */
export interface Credentials {
  /** Headers of every request, such as `Authorization`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly tls: ClientTls;
  /** Set where requests go through a proxy; it knows `tls` already. */
  readonly proxyAgent?: Agent;
}

/** Where the API server is, and how to get credentials for it. */
export interface ApiAccess {
  /** Without a trailing slash, such as `https://10.96.0.1:443`. */
  readonly server: string;
  /** Reads or makes fresh credentials. @throws CanaryError ApiUnavailable, ApiForbidden */
  loadCredentials(): Promise<Credentials>;
}
