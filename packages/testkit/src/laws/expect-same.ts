import assert from 'node:assert/strict';

/** Holds two values to be the same JSON: what an API server keeps knows no prototypes and no undefined fields. */
export function expectSame(actual: unknown, expected: unknown, message?: string): void {
  assert.deepEqual(plain(actual), plain(expected), message);
}

function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
