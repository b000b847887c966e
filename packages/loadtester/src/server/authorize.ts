import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether a caller may enter, by its `authorization` header. */
export type Authorize = (header: string | undefined) => boolean;

/**
 * Lets those in who know the token: as a bearer token, or as the password of a URL such as `http://flagger:TOKEN@loadtester/`, which is all
 * that a webhook can hold. An empty token lets everybody in.
 */
export function createAuthorize(token: string): Authorize {
  if (token === '') return () => true;
  const expected = digest(token);
  return header => {
    const [scheme = '', value = ''] = (header ?? '').split(' ');
    const given = scheme.toLowerCase() === 'basic' ? passwordOf(value) : scheme.toLowerCase() === 'bearer' ? value : '';
    return timingSafeEqual(digest(given), expected);
  };
}

function passwordOf(credentials: string): string {
  return Buffer.from(credentials, 'base64').toString('utf8').replace(/^[^:]*:/, '');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
