import { MATCH_KINDS } from '@flagger/sdk';
import type { MatchPart, ProviderCapabilities } from '@flagger/sdk';

/** What a field of capabilities may be. */
interface FieldRule {
  readonly allowed: string;
  readonly accepts: (value: unknown) => boolean;
}

const MATCHES: readonly MatchPart[] = ['headers', 'cookies', 'queryParams', 'sourceLabels'];

const IN_EACH_PROTOCOL: Readonly<Record<keyof NonNullable<ProviderCapabilities['overTcp']>, FieldRule>> = {
  mirroring: oneOf('none', 'iterations', 'always'),
  matches: listOf(`some of ${MATCHES.join(', ')}`, each => MATCHES.some(part => part === each)),
  affinity: oneOf('none', 'canary', 'canary-and-primary'),
};

const RULES: Readonly<Record<keyof ProviderCapabilities, FieldRule>> = {
  weights: { allowed: 'true or false', accepts: value => typeof value === 'boolean' },
  ...IN_EACH_PROTOCOL,
  matchKinds: { allowed: `nothing, or for headers, cookies and queryParams some of ${MATCH_KINDS.join(', ')}`, accepts: value => value === undefined || isKinds(value) },
  alternatives: { allowed: 'nothing, or one of each, all, last', accepts: value => value === undefined || ['each', 'all', 'last'].some(each => each === value) },
  reconcileBefore: oneOf('primary-workload', 'analysis'),
  readBack: oneOf('immediate', 'eventual'),
  requires: listOf('a list of fields such as spec.ingressRef', each => typeof each === 'string' && each.startsWith('spec.')),
  overTcp: { allowed: 'nothing, or what is different of mirroring, matches and affinity', accepts: value => value === undefined || isPart(value) },
};

/** What is wrong with the capabilities that a plug-in declares, as `matches is ["path"]; allowed: …`; undefined: nothing. */
export function capabilityMistake(declared: Readonly<Record<string, unknown>>): string | undefined {
  const wrong = Object.entries(RULES).find(([field, { accepts }]) => !accepts(declared[field]));
  return wrong && `${wrong[0]} is ${JSON.stringify(declared[wrong[0]]) ?? 'missing'}; allowed: ${wrong[1].allowed}`;
}

function isPart(value: unknown): boolean {
  const rules: Readonly<Record<string, FieldRule>> = IN_EACH_PROTOCOL;
  return typeof value === 'object' && value !== null && Object.entries(value).every(([field, part]) => rules[field]?.accepts(part) === true);
}

function isKinds(value: unknown): boolean {
  const { accepts } = listOf('', each => MATCH_KINDS.some(kind => kind === each));
  return typeof value === 'object' && value !== null && Object.entries(value).every(([part, kinds]) => part !== 'sourceLabels' && MATCHES.some(each => each === part) && accepts(kinds));
}

function oneOf(...words: readonly string[]): FieldRule {
  return { allowed: `one of ${words.join(', ')}`, accepts: value => words.some(word => word === value) };
}

function listOf(allowed: string, accepts: (each: unknown) => boolean): FieldRule {
  return { allowed, accepts: value => Array.isArray(value) && value.every(accepts) };
}
