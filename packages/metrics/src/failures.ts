import { CanaryError } from '@flagger/sdk';

const LONGEST_BODY = 1024;

/** That a service answered with a failure, or with what can't be understood. */
export function queryFailed(message: string, cause?: unknown): CanaryError {
  return new CanaryError('QueryFailed', 'later', message, { cause });
}

/** That an answer holds no value. @source flagger pkg/metrics/providers ErrNoValuesFound */
export function noValues(body: string): CanaryError {
  return new CanaryError('NoValues', 'later', `invalid response: ${shorten(body)}: no values found`);
}

/** An answer's text as it fits an event. */
export function shorten(body: string): string {
  return body.length > LONGEST_BODY ? `${body.slice(0, LONGEST_BODY)}…` : body;
}
