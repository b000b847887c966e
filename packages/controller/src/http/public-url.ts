/** Origin and path of a URL: the rest may hold secrets. */
export function publicUrl(url: string): string {
  const parsed = URL.parse(url);
  return parsed === null ? 'an invalid URL' : `${parsed.origin}${parsed.pathname}`;
}
