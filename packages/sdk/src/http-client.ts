/** One HTTP exchange to make. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string;
  /** How long the whole exchange may take. */
  readonly timeoutMs: number;
  /** Accept any server certificate. Default false. */
  readonly insecureSkipVerify?: boolean;
  /** Whom to trust, and who to be; PEM. */
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string };
  /** An HTTP proxy to go through; where it is absent, the environment's. */
  readonly proxyUrl?: string;
}

/** What came back, whatever its status. */
export interface HttpResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The one way out over HTTP. It never retries and follows redirects; any status is an answer. */
export interface HttpClient {
  /** @throws CanaryError HttpFailed (no answer), TimedOut. The message names the URL's origin and path, never its query or credentials. */
  send(request: HttpRequest, signal: AbortSignal): Promise<HttpResponse>;
}
