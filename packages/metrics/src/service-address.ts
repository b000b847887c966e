import { CanaryError } from '@flagger/sdk';
import { basic } from './credentials.ts';
import { encodeForm } from './form-encoding.ts';

/** The address of a service, with paths and parameters put to it. Its own query and fragment are dropped. */
export class ServiceAddress {
  readonly #base: string;
  /** User and password that stand in the address itself. */
  readonly userInfo: string | undefined;

  /** @throws CanaryError Invalid, where `address` is no http URL */
  constructor(type: string, address: string) {
    const url = URL.parse(address);
    const userInfo = url === null ? undefined : readUserInfo(url);
    if (url === null || userInfo === undefined || !/^https?:$/.test(url.protocol)) {
      throw new CanaryError('Invalid', 'never', `${type} address ${address.replace(/\/\/[^/]*@/, '//').replace(/[?#].*$/s, '')} is not a valid URL`);
    }
    this.#base = url.origin + url.pathname.replace(/\/+$/, '');
    this.userInfo = userInfo === '' ? undefined : userInfo;
  }

  /** What user and password of the address are sent as, where nothing else says who asks. @source Go net/http Client */
  get headers(): Readonly<Record<string, string>> {
    return this.userInfo === undefined ? {} : { Authorization: basic(this.userInfo) };
  }

  /** The URL of a path, such as `/api/v1/query`, with parameters. */
  join(path: string, parameters: Readonly<Record<string, string>> = {}): string {
    const query = encodeForm(Object.entries(parameters));
    return `${this.#base}${path}${query === '' ? '' : `?${query}`}`;
  }
}

/** `USER:PASSWORD`, '' where there is none, undefined where it can't be read. */
function readUserInfo({ username, password }: URL): string | undefined {
  try {
    return username === '' ? '' : `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    return undefined;
  }
}
