import { CanaryError } from '@flagger/sdk';
import { describeRequest } from './api-request.ts';
import type { ApiRequest } from './api-request.ts';

/**
 * No answer came. Only the innermost cause is kept: the HTTP library's own error carries the request with its `Authorization` header.
 */
export function wireError(request: ApiRequest, server: string, error: unknown): CanaryError {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : undefined;
  const said = error instanceof Error ? error.message : String(error);
  return new CanaryError('ApiUnavailable', 'later', `${describeRequest(request)}: no answer from ${server}: ${said}`, inner && { cause: inner });
}

/** Whether a kept-open socket broke because the server had closed it at the same moment: then nothing was processed. */
export function brokeWhileIdle(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error) || !('request' in error)) return false;
  const { request } = error;
  const reused = typeof request === 'object' && request !== null && 'reusedSocket' in request && request.reusedSocket === true;
  return reused && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
}
