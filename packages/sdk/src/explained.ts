import { CanaryError, isCanaryError } from './errors.ts';

/** The request that a store's error begins with: the words that are put before it name the object. */
const REQUEST = /^(?:create|update|patch) \S+ \S+: /;

/** Puts words before the message of an expected failure: users know Flagger's chains of words. */
export async function explained<T>(words: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!isCanaryError(error)) throw error;
    throw new CanaryError(error.code, error.retry, `${words}: ${error.message.replace(REQUEST, '')}`, { cause: error });
  }
}
