/** What went wrong, as a word that code can test. */
export type ErrorCode =
  | 'ApiForbidden'
  | 'ApiUnavailable'
  | 'AlreadyExists'
  | 'Conflict'
  | 'HttpFailed'
  | 'Invalid'
  | 'MissingResourceType'
  | 'NoValues'
  | 'NotFound'
  | 'Pending'
  | 'PluginBroken'
  | 'QueryFailed'
  | 'TimedOut'
  | 'UnknownMetricProvider'
  | 'UnknownNotifier'
  | 'UnknownProvider'
  | 'UnknownTarget'
  | 'Unsupported';

/** 'later': the same call may succeed when the world has moved on. 'never': only a changed object helps. */
export type Retry = 'later' | 'never';

/** An expected failure. Its message is shown to users on the canary: it names the object, the field, the value and what is allowed. */
export class CanaryError extends Error {
  override readonly name = 'CanaryError';
  readonly code: ErrorCode;
  readonly retry: Retry;

  constructor(code: ErrorCode, retry: Retry, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.retry = retry;
  }
}

/** Whether `error` is a {@link CanaryError}, also one made by another copy of this package. */
export function isCanaryError(error: unknown, code?: ErrorCode): error is CanaryError {
  return error instanceof Error && error.name === 'CanaryError' && 'code' in error && (code === undefined || error.code === code);
}
