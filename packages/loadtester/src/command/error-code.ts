/** What the system calls an error, such as `ENOENT`; undefined: it does not come from the system. */
export function errorCode(error: unknown): string | undefined {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' ? code : undefined;
}
