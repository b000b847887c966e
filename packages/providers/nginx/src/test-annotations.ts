import { CanaryError } from '@flagger/sdk';
import type { AnalysisMatch, StringMatch } from '@flagger/sdk';

/** Annotations by their names after the prefix. */
export type CanaryAnnotations = Readonly<Record<string, string>>;

/** The header that stands for a cookie. */
const COOKIE = 'cookie';

/**
 * What lets those in who test the canary: one header and one cookie. Of several the last counts. A cookie is known by its name, and has the value `always`.
 *
 * @throws CanaryError Unsupported, where a match has neither: nobody would test
 * @source flagger pkg/router/ingress.go makeHeaderAnnotations
 * @differs Flagger then goes on with a canary that gets no request. Test: nginx render "nothing that NGINX can match"
 */
export function testAnnotations(matches: readonly AnalysisMatch[]): CanaryAnnotations {
  const headers = matches.flatMap(({ headers = {} }) => Object.entries(headers));
  const cookie = headers.findLast(([name, { exact }]) => name === COOKIE && exact)?.[1].exact;
  const header = headers.findLast(([name]) => name !== COOKIE);
  if (cookie === undefined && header === undefined) {
    throw new CanaryError('Unsupported', 'never', 'spec.analysis.match has nothing that NGINX can match: it takes one header and one cookie, by exact name');
  }
  return { ...(cookie && { 'canary-by-cookie': cookie }), ...(header && headerAnnotations(...header)) };
}

function headerAnnotations(name: string, { exact, regex }: StringMatch): CanaryAnnotations {
  return { 'canary-by-header': name, ...(exact && { 'canary-by-header-value': exact }), ...(regex && { 'canary-by-header-pattern': regex }) };
}
