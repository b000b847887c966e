import type { Canary, RouteRef } from '@flagger/sdk';

const GROUP = 'gateway.networking.k8s.io';

/** A route of the user that a canary takes over. */
export interface AdoptedRef {
  readonly kind: string;
  readonly name: string;
  /** The names of the rules that are meant; absent: each that leads to the apex Service. */
  readonly ruleNames?: readonly string[];
  /** Where the canary names it first, such as `spec.routeRefs[1]`. */
  readonly field: string;
}

interface NamedRef extends RouteRef {
  readonly field: string;
}

/** Every route that a canary takes over, once each; none where it makes one, or where the references are about another API. */
export function adoptedRefs({ spec: { routeRef, routeRefs = [] } }: Canary): readonly AdoptedRef[] {
  const refs: readonly NamedRef[] = [...(routeRef ? [{ ...routeRef, field: 'spec.routeRef' }] : []), ...routeRefs.map((ref, at) => ({ ...ref, field: `spec.routeRefs[${at}]` }))];
  const ofGatewayApi = refs.filter(({ apiVersion }) => apiVersion.split('/')[0] === GROUP);
  return [...Map.groupBy(ofGatewayApi, ({ kind, name }) => `${kind} ${name}`).values()].flatMap(merged);
}

/** A route that is named for one rule and as a whole is meant as a whole. */
function merged(refs: readonly NamedRef[]): readonly AdoptedRef[] {
  const ruleNames = refs.flatMap(({ ruleName }) => ruleName ?? []);
  return refs.slice(0, 1).map(({ kind, name, field }) => ({ kind, name, field, ...(ruleNames.length === refs.length && { ruleNames }) }));
}
