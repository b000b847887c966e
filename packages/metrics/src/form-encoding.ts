/** A query string sorted by names, as Go writes it: a space is `+`, and only letters, digits and `-_.~` stand for themselves. @source Go net/url Values.Encode */
export function encodeForm(parameters: Iterable<readonly [name: string, value: string]>): string {
  const sorted = [...parameters].toSorted(([a], [b]) => Number(a > b) - Number(a < b));
  return sorted.map(([name, value]) => `${escapeForm(name)}=${escapeForm(value)}`).join('&');
}

function escapeForm(text: string): string {
  return escapeMore(text).replaceAll('%20', '+');
}

/** A segment of a path, as Go writes it. @source Go net/url URL.EscapedPath */
export function escapePath(segment: string): string {
  return escapeMore(segment).replace(/%(?:24|26|2B|3A|3D|40)/g, decodeURIComponent);
}

/** What `encodeURIComponent` leaves as it is, Go does not. */
function escapeMore(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(/[!'()*]/g, mark => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}
