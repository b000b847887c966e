import { CanaryError } from '@flagger/sdk';
import type { ValueMatch } from './gateway-api-types.ts';
import type { Narrowing } from './render-matches.ts';

/**
 * Matches with criteria beside their own, for rules of users: what they ask for stays.
 *
 * @throws CanaryError Invalid, where both ask for the same header or query parameter; a route knows each once
 */
export const narrowed: Narrowing = (matches, { headers = [], queryParams = [] }) =>
  matches.map(match => ({
    ...match,
    ...both('headers', match.headers, headers, name => name.toLowerCase()),
    ...both('queryParams', match.queryParams, queryParams, name => name),
  }));

function both(field: 'headers' | 'queryParams', own: readonly ValueMatch[] = [], more: readonly ValueMatch[], key: (name: string) => string): Record<string, readonly ValueMatch[]> {
  const twice = more.find(({ name }) => own.some(each => key(each.name) === key(name)));
  if (twice !== undefined) throw new CanaryError('Invalid', 'never', `a rule of the route matches by ${field} ${twice.name} already, and the analysis would match by it, too; allowed is one of both`);
  return own.length + more.length > 0 ? { [field]: [...own, ...more] } : {};
}
