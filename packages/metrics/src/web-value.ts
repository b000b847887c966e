import type { WebMetricProvider } from '@flagger/sdk';
import { queryFailed, shorten } from './failures.ts';
import { JsonAnswer } from './read-json.ts';

/**
 * The number that a JSON answer holds. A text that is a number counts as one, true as 1 and false as 0; null and nothing are no value.
 *
 * @throws CanaryError QueryFailed
 */
export async function webValue(body: string, web: WebMetricProvider): Promise<number | 'no-values'> {
  const found = (await find(JsonAnswer.read(body).at(), web)).filter(value => value !== null && value !== undefined);
  if (found.length > 1) throw queryFailed('query returned multiple values');
  return found.length === 0 ? 'no-values' : numberOf(found[0]);
}

/** The libraries are imported when they are first needed. */
async function find(json: unknown, { jsonPath, expression = '' }: WebMetricProvider): Promise<readonly unknown[]> {
  if (jsonPath !== undefined) {
    const { query } = await import('jsonpath-rfc9535');
    return told('jsonPath', jsonPath, () => query(json as Parameters<typeof query>[0], jsonPath));
  }
  const { search } = await import('@jmespath-community/jmespath');
  const value: unknown = told('expression', expression, () => search(json as Parameters<typeof search>[0], expression));
  return Array.isArray(value) ? (value as readonly unknown[]) : [value];
}

/** The libraries throw errors of their own; whatever they throw is about the text or about types in the answer. */
function told<T>(field: 'jsonPath' | 'expression', text: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw queryFailed(`spec.provider.web.${field} ${JSON.stringify(text)}: ${error instanceof Error ? error.message : String(error)}`, error);
  }
}

function numberOf(value: unknown): number | 'no-values' {
  if (typeof value === 'boolean') return value ? 1 : 0;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || (Number.isNaN(number) && value !== 'NaN')) throw queryFailed(`${shorten(JSON.stringify(value))} is no number`);
  return Number.isNaN(number) ? 'no-values' : number;
}
