import { describe, expect, it } from '@jest/globals';
import { CanaryError, isCanaryError } from '@flagger/sdk';

describe('CanaryError', () => {
  it('carries its code, its retry policy and its cause', () => {
    const cause = new Error('socket closed');
    const error = new CanaryError('ApiUnavailable', 'later', 'no answer', { cause });
    expect(error).toMatchObject({ name: 'CanaryError', code: 'ApiUnavailable', retry: 'later', message: 'no answer', cause });
  });

  it('is recognised by its shape, so that two copies of the package agree', () => {
    const foreign = Object.assign(new Error('no route'), { name: 'CanaryError', code: 'NotFound', retry: 'never' });
    expect(isCanaryError(foreign)).toBe(true);
    expect(isCanaryError(foreign, 'NotFound')).toBe(true);
    expect(isCanaryError(foreign, 'Conflict')).toBe(false);
    expect(isCanaryError(new Error('other'))).toBe(false);
  });
});
