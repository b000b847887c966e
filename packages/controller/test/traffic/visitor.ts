import { CookieJar } from 'tough-cookie';
import got from 'got';

/** Somebody with a browser: keeps cookies as the standard says. */
export class Visitor {
  readonly jar = new CookieJar();
  readonly #url: string;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(url: string, headers: Readonly<Record<string, string>>) {
    this.#url = url;
    this.#headers = headers;
  }

  /** The version that answers. */
  async visit(headers: Readonly<Record<string, string>> = {}): Promise<string> {
    const answer = await got(this.#url, { headers: { ...this.#headers, ...headers }, cookieJar: this.jar, retry: { limit: 0 } });
    return String(answer.headers['x-version']);
  }

  /** The versions that answer, one visit after the other. */
  async visits(count: number): Promise<readonly string[]> {
    const versions: string[] = [];
    for (let visit = 0; visit < count; visit++) versions.push(await this.visit());
    return versions;
  }

  /** The cookies that it has, by name. */
  async cookies(): Promise<Readonly<Record<string, string>>> {
    return Object.fromEntries((await this.jar.getCookies(this.#url)).map(({ key, value }) => [key, value]));
  }
}
