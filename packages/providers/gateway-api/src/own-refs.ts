import { serviceNames } from '@flagger/sdk';
import type { Canary, Role } from '@flagger/sdk';
import type { BackendRef, RouteRule } from './gateway-api-types.ts';

const CORE_GROUPS = ['', 'core'];

/** A rule's backends of one canary, in the rule's order; of everything else nothing. */
export interface OwnRefs {
  readonly apex?: BackendRef;
  readonly primary?: BackendRef;
  readonly canary?: BackendRef;
  readonly all: readonly BackendRef[];
}

/** The Services of a canary that a rule leads to. */
export function ownRefs({ backendRefs = [] }: RouteRule, canary: Canary): OwnRefs {
  const all = backendRefs.filter(ref => roleOf(ref, canary) !== undefined);
  const byRole = Object.fromEntries(all.map(ref => [roleOf(ref, canary) ?? '', ref]));
  return { ...byRole, all };
}

/** Which Service of the canary a backend is. */
function roleOf({ group, kind, name, namespace }: BackendRef, canary: Canary): Role | 'apex' | undefined {
  const { namespace: home = '' } = canary.metadata;
  if (!CORE_GROUPS.includes(group) || kind !== 'Service' || (namespace ?? home) !== home) return undefined;
  const names = serviceNames(canary);
  return (['apex', 'primary', 'canary'] as const).find(role => names[role] === name);
}

/**
 * Whether a rule was added for a release, beside one of the user's: for testers, or for who carries a cookie. Such a rule names the
 * canary before the primary, the user's own the primary first. So the route itself says what is whose, and nothing has to be remembered.
 */
export function isAdded(rule: RouteRule, canary: Canary): boolean {
  const { apex, primary, canary: to, all } = ownRefs(rule, canary);
  return apex === undefined && primary !== undefined && to !== undefined && all[0] === to;
}
