import type { Clock } from '@flagger/sdk';

interface Cookie {
  readonly value: string;
  readonly expiresAtMs: number;
}

/** The cookies that one client has of one host, on a clock: name, value and Max-Age; other attributes are not looked at. */
export class CookieJar {
  readonly #clock: Clock;
  readonly #cookies = new Map<string, Cookie>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Keeps what a `Set-Cookie` header says; a Max-Age that is not positive removes the cookie. */
  keep(setCookie: string): void {
    const [pair = '', ...attributes] = setCookie.split(';').map(part => part.trim());
    const at = pair.indexOf('=');
    const maxAge = attributes.find(attribute => attribute.toLowerCase().startsWith('max-age='))?.slice('max-age='.length);
    const expiresAtMs = maxAge === undefined ? Infinity : this.#clock.now() + Number(maxAge) * 1000;
    this.#cookies.set(pair.slice(0, at), { value: pair.slice(at + 1), expiresAtMs });
  }

  /** What the client sends as its `Cookie` header; undefined: nothing. */
  header(): string | undefined {
    const alive = [...this.#cookies].filter(([, { expiresAtMs }]) => expiresAtMs > this.#clock.now());
    return alive.length === 0 ? undefined : alive.map(([name, { value }]) => `${name}=${value}`).join('; ');
  }
}
