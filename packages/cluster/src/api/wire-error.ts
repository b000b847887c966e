import { types } from 'node:util';
import { CanaryError } from '@flagger/sdk';
import { describeRequest } from './api-request.ts';
import type { ApiRequest } from './api-request.ts';

/**
 * No answer came. Only the innermost cause is kept: the HTTP library's own error carries the request with its `Authorization` header.
 */
export function wireError(request: ApiRequest, server: string, error: unknown): CanaryError {
  const cause = types.isNativeError(error) && types.isNativeError(error.cause) ? { cause: error.cause } : undefined;
  const said = types.isNativeError(error) ? error.message : String(error);
  return new CanaryError('ApiUnavailable', 'later', `${describeRequest(request)}: no answer from ${server}: ${said}`, cause);
}

/** Whether a kept-open socket broke because the server had closed it at the same moment: then nothing was processed. */
export function brokeWhileIdle(error: unknown): boolean {
  if (!types.isNativeError(error) || !('code' in error) || !('request' in error)) return false;
  const { request } = error;
  const reused = typeof request === 'object' && request !== null && 'reusedSocket' in request && request.reusedSocket === true;
  return reused && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
}
