import assert from 'node:assert/strict';
import { isCanaryError } from '@flagger/sdk';
import type { CanaryError, ErrorCode } from '@flagger/sdk';

/** The expected failure of a call, or undefined where it went well. Anything but a CanaryError with words is a defect, and fails the check. */
export async function failureOf(what: string, call: Promise<unknown>): Promise<CanaryError | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    if (isCanaryError(error) && error.message !== '') return error;
    throw new Error(`${what}: expected a CanaryError that says why, got ${String(error)}`, { cause: error });
  }
}

/** Holds a call to fail with one of these codes. */
export async function expectFailure(what: string, call: Promise<unknown>, codes: readonly ErrorCode[]): Promise<CanaryError> {
  const error = await failureOf(what, call);
  assert.ok(error, `${what}: expected ${codes.join(' or ')}, and it went well`);
  assert.ok(codes.includes(error.code), `${what}: expected ${codes.join(' or ')}, got ${error.code}: ${error.message}`);
  return error;
}
