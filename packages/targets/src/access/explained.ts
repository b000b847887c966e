import { CanaryError, isCanaryError } from '@flagger/sdk';

/** Puts words before the message of an expected failure: users know Flagger's chains of words. */
export async function explained<T>(words: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!isCanaryError(error)) throw error;
    throw new CanaryError(error.code, error.retry, `${words}: ${error.message}`, { cause: error });
  }
}
