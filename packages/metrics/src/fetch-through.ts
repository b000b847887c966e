import type { HttpClient, HttpRequest } from '@flagger/sdk';

const TIMEOUT_MS = 10_000;

/** The operator's HTTP client as a `fetch`, for vendors' packages: proxies and limits hold for them too. */
export function fetchThrough(http: HttpClient, signal: AbortSignal): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const body = await request.text();
    const answer = await http.send(
      // Vendors' packages use no other methods than the client has.
      { method: request.method as HttpRequest['method'], url: request.url, headers: Object.fromEntries(request.headers), timeoutMs: TIMEOUT_MS, ...(body !== '' && { body }) },
      signal,
    );
    return new Response(answer.body, { status: answer.status, headers: answer.headers });
  };
}
