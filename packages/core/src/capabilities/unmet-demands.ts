import type { CanarySpec, Provider, ProviderCapabilities } from '@flagger/sdk';
import { analysisDemands } from './analysis-demands.ts';
import type { Demand } from './demand.ts';

/** A provider, as far as it says what it can do. */
export type AbleProvider = Pick<Provider, 'names' | 'capabilities'>;

/** Something that an analysis asks for and its provider can't do. */
export interface UnmetDemand {
  /** Such as `spec.analysis.match[0].headers`. */
  readonly field: string;
  /** One sentence that names the field, the provider, and the loaded ones that can. */
  readonly message: string;
  /** `degraded`: it is run without, with Flagger's warnings; `ignored`: it is run without, as Flagger does; `refused`: it is not run. */
  readonly outcome: 'degraded' | 'ignored' | 'refused';
}

/** Whom to ask, and among whom to look for one that can. */
export interface ProviderChoice {
  /** The provider string, as the canary or `-mesh-provider` has it. */
  readonly name: string;
  readonly capabilities: ProviderCapabilities;
  readonly loaded: readonly AbleProvider[];
}

/**
 * What of an analysis the chosen provider can't run.
 *
 * @example
 * unmetDemands(canary.spec, { name: 'traefik', ...traefik, loaded: [traefik, istio] })[0]?.message
 * // "spec.analysis.match[0].headers: provider traefik can't match requests by headers (istio can)"
 */
export function unmetDemands(spec: CanarySpec, choice: ProviderChoice): readonly UnmetDemand[] {
  const capabilities = inProtocol(spec, choice.capabilities);
  return analysisDemands(spec)
    .filter(({ isMetBy, concerns }) => concerns?.(capabilities) !== false && !isMetBy(capabilities))
    .map(demand => ({ field: demand.field, message: explain(demand, spec, choice), outcome: outcomeOf(demand, capabilities) }));
}

function outcomeOf({ withoutWeights, isIgnoredBy }: Demand, capabilities: ProviderCapabilities): UnmetDemand['outcome'] {
  if (!capabilities.weights) return withoutWeights;
  return isIgnoredBy?.(capabilities) === true ? 'ignored' : 'refused';
}

function explain({ field, ability, isMetBy }: Demand, spec: CanarySpec, { name, loaded }: ProviderChoice): string {
  const able = loaded.filter(({ capabilities }) => isMetBy(inProtocol(spec, capabilities))).flatMap(({ names }) => names.map(each => each.replace(/\*$/, '')));
  const tcp = isTcp(spec) ? ' over TCP' : '';
  return `${field}: provider ${name} can't ${ability}${tcp} (${able.length > 0 ? able.toSorted().join(', ') : 'no loaded provider'} can)`;
}

/** What is left of the capabilities where streams are routed instead of requests. */
function inProtocol(spec: CanarySpec, capabilities: ProviderCapabilities): ProviderCapabilities {
  return isTcp(spec) ? { ...capabilities, ...capabilities.overTcp } : capabilities;
}

function isTcp({ service }: CanarySpec): boolean {
  return service?.appProtocol?.toLowerCase() === 'tcp';
}
