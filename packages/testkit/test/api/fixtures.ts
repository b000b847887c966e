import { readFile } from 'node:fs/promises';

/** The text of a fixture. */
export function readFixture(name: string): Promise<string> {
  return readFile(new URL(`../fixtures/${name}`, import.meta.url), 'utf8');
}

/** The value of a JSON fixture. */
export async function readJson<T>(name: string): Promise<T> {
  return JSON.parse(await readFixture(name)) as T;
}
