import { CanaryError } from '@flagger/sdk';

/** The address of a service, with paths and parameters put to it. Its own query and fragment are dropped. */
export class ServiceAddress {
  readonly #base: string;
  /** User and password that stand in the address itself. */
  readonly userInfo: string | undefined;

  /** @throws CanaryError Invalid, where `address` is no http URL */
  constructor(type: string, address: string) {
    const url = URL.parse(address);
    if (url === null || !/^https?:$/.test(url.protocol)) {
      throw new CanaryError('Invalid', 'never', `${type} address ${address.replace(/\/\/[^/]*@/, '//').replace(/[?#].*$/s, '')} is not a valid URL`);
    }
    this.#base = url.origin + url.pathname.replace(/\/+$/, '');
    this.userInfo = url.username === '' ? undefined : `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  }

  /** The URL of a path, such as `/api/v1/query`, with parameters. */
  join(path: string, parameters: Readonly<Record<string, string>> = {}): string {
    const query = Object.entries(parameters).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
    return `${this.#base}${path}${query.length > 0 ? `?${query.join('&')}` : ''}`;
  }
}
