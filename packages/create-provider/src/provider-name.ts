import { BUNDLED_NAMES } from './bundled-names.ts';
import { CreationRefused } from './creation-refused.ts';

/** A provider's name in the forms that code, objects and packages need. */
export interface ProviderName {
  /** What canaries write in `spec.provider`, such as `my-mesh`. */
  readonly name: string;
  /** Such as `@acme/flagger-provider-my-mesh`. */
  readonly packageName: string;
}

const PREFIX = 'flagger-provider-';
const SHAPE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const SCOPE = /^@[a-z0-9][a-z0-9._-]*$/;
/** So that the plural of its objects, the longest name made from it, is still a DNS label. */
const LONGEST = 40;

/**
 * Reads `NAME`, `@scope/NAME`, or either with the prefix `flagger-provider-`.
 *
 * @throws CreationRefused, saying what a name looks like
 */
export function readProviderName(text: string): ProviderName {
  const [, scope, last = ''] = /^(?:([^/]*)\/)?([^/]*)$/.exec(text) ?? [];
  const name = last.startsWith(PREFIX) ? last.slice(PREFIX.length) : last;
  if (!SHAPE.test(name)) throw new CreationRefused(`the name "${text}" has to be words of a-z and 0-9 with - between them, and begin with a letter, such as my-mesh or @acme/my-mesh`);
  if (name.length > LONGEST) throw new CreationRefused(`the name "${name}" has ${name.length} characters; at most ${LONGEST} are allowed`);
  if (scope !== undefined && !SCOPE.test(scope)) throw new CreationRefused(`"${scope}" is no scope of npm packages; one looks like @acme`);
  if (BUNDLED_NAMES.includes(name)) throw new CreationRefused(`a provider named "${name}" comes with the operator; choose another name`);
  return { name, packageName: `${scope === undefined ? '' : `${scope}/`}${PREFIX}${name}` };
}
