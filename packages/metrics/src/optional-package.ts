import { CanaryError } from '@flagger/sdk';

/**
 * Imports a vendor's package when it is first needed: most operators never do.
 *
 * @example
 * const { GoogleAuth } = await optionalPackage('google-auth-library', () => import('google-auth-library'));
 * @throws CanaryError Unsupported, where it is not installed
 */
export async function optionalPackage<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error;
    throw new CanaryError('Unsupported', 'never', `the package ${name} is not installed; add it beside the operator`, { cause: error });
  }
}
