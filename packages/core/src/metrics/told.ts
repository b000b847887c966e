import { CanaryError, isCanaryError } from '@flagger/sdk';

/** Runs a step and puts what it was before the message of its failure. */
export async function told<T>(step: string, run: () => T | Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!isCanaryError(error)) throw error;
    throw new CanaryError(error.code, error.retry, `${step}: ${error.message}`, { cause: error });
  }
}
