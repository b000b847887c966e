import { CanaryError, isCanaryError } from '@flagger/sdk';

/** Shorter texts stand in other words too. */
const SHORTEST = 4;
/** Names of headers and parameters whose values are as good as a password. */
export const SECRET_NAME = /auth|code|cookie|key|pass|secret|sig|token/i;
const HIDDEN = '***';

/** Hides texts wherever they stand in another, also where they are encoded. A service may send back what it was sent. */
export function redact(text: string, secrets: readonly string[]): string {
  const forms = new Set(secrets.flatMap(formsOf));
  return [...forms].toSorted((a, b) => b.length - a.length).reduce((told, form) => told.replaceAll(form, HIDDEN), text);
}

/** Runs a step; what its failure tells holds none of the secrets. */
export async function withoutSecrets<T>(secrets: readonly string[], run: () => T | Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!isCanaryError(error)) throw error;
    const message = redact(error.message, secrets);
    // What the cause tells may hold it too; that there is one says that nobody answered.
    throw message === error.message ? error : new CanaryError(error.code, error.retry, message, error.cause === undefined ? undefined : { cause: HIDDEN });
  }
}

/** What of a URL is secret: its password, a user without one, and values of its query that are called so. */
export function secretsOfUrl(text: string): readonly string[] {
  const url = URL.parse(text);
  if (url === null) return [];
  const user = url.password === '' ? [url.username] : [url.password, `${url.username}:${url.password}`];
  const named = [...url.searchParams].flatMap(([name, value]) => (SECRET_NAME.test(name) ? [value] : []));
  return [...user, ...user.map(decoded), ...named];
}

/** What decoding can't read stays as it is. */
function decoded(text: string): string {
  return new URLSearchParams({ _: text }).toString() === `_=${text}` ? text : (URL.parse(`x:?${text.replaceAll('+', '%2B')}`)?.searchParams.keys().next().value ?? text);
}

function formsOf(secret: string): readonly string[] {
  const plain = secret.trim();
  if (plain.length < SHORTEST) return [];
  return [plain, encodeURIComponent(plain), JSON.stringify(plain).slice(1, -1), Buffer.from(plain).toString('base64')];
}
