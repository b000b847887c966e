import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { isCanaryError } from '@flagger/sdk';
import type { CanaryError, ErrorCode } from '@flagger/sdk';

/** The expected failure of a call, or undefined where it went well. Anything but a CanaryError is a defect, and fails the check. */
export async function failureOf(call: Promise<unknown>): Promise<CanaryError | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    if (isCanaryError(error)) return error;
    throw new assert.AssertionError({ message: `expected a CanaryError, got ${inspect(error)}` });
  }
}

/** Holds a call to fail with one of these codes. */
export async function expectFailure(what: string, call: Promise<unknown>, codes: readonly ErrorCode[]): Promise<CanaryError> {
  const error = await failureOf(call);
  if (error === undefined) throw new assert.AssertionError({ message: `${what}: expected ${codes.join(' or ')}, and it went well` });
  assert.ok(codes.includes(error.code), `${what}: expected ${codes.join(' or ')}, got ${error.code}: ${error.message}`);
  return error;
}
