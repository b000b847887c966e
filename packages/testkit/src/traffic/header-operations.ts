import type { HeaderOperations } from '@flagger/sdk';

/** Headers as node gives and takes them. */
export type WireHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Applies `set`, `add` and `remove`, in this order. Names are compared in lower case. */
export function changeHeaders(headers: WireHeaders, operations: HeaderOperations | undefined): WireHeaders {
  if (operations === undefined) return headers;
  const changed: Record<string, string | readonly string[] | undefined> = { ...headers };
  for (const [name, value] of Object.entries(operations.set ?? {})) changed[name.toLowerCase()] = value;
  for (const [name, value] of Object.entries(operations.add ?? {})) changed[name.toLowerCase()] = added(changed[name.toLowerCase()], value);
  for (const name of operations.remove ?? []) delete changed[name.toLowerCase()];
  return changed;
}

function added(present: string | readonly string[] | undefined, value: string): string | readonly string[] {
  if (present === undefined) return value;
  return typeof present === 'string' ? [present, value] : [...present, value];
}
