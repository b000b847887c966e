/** A URL as it may be shown: user, password and query can hold tokens. */
export function publicUrl(url: string): string {
  const parsed = URL.parse(url);
  return parsed === null ? (url.split(/[?#]/)[0] ?? '').replace(/\/\/[^/]*@/, '//') : `${parsed.origin}${parsed.pathname}`;
}
