import { isCanaryError } from '@flagger/sdk';
import type { MetricProvider } from '@flagger/sdk';

/** A number, or why there is none. */
export type Reading = { readonly value: number } | { readonly missing: string };

const NOTHING = 'no values found';

/** Asks for one number; what is no number is no value, so that it can't pass for a good one. @throws CanaryError as {@link MetricProvider.query} */
export async function readValue(client: MetricProvider, query: string, signal: AbortSignal): Promise<Reading> {
  try {
    const value = await client.query(query, signal);
    return value === 'no-values' || Number.isNaN(value) ? { missing: NOTHING } : { value };
  } catch (error) {
    if (isCanaryError(error, 'NoValues')) return { missing: error.message };
    throw error;
  }
}
