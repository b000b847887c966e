import { CanaryError } from '@flagger/sdk';
import { LAST_APPLIED } from '../objects/last-applied.ts';
import type { Service } from '../objects/service.ts';
import type { StringMap } from '../objects/string-map.ts';
import { sameContent } from '../template/canonical.ts';

/**
 * The selector that the user applied with kubectl; undefined for a Service that was not applied so.
 *
 * @throws CanaryError Invalid
 */
export function appliedSelector({ metadata }: Service): StringMap | undefined {
  const applied = metadata.annotations?.[LAST_APPLIED];
  if (applied === undefined) return undefined;
  return selectorOf(parsed(applied, `router ${metadata.name}.${metadata.namespace} failed to unMarshal annotation ${LAST_APPLIED}`));
}

/** The Service with another selector; the very same object where it has that already. */
export function withSelector(service: Service, selector: StringMap): Service {
  return sameContent(service.spec.selector ?? {}, selector) ? service : { ...service, spec: { ...service.spec, selector } };
}

function parsed(json: string, problem: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new CanaryError('Invalid', 'never', problem, { cause: error });
  }
}

function selectorOf(service: unknown): StringMap {
  // What kubectl stored is the manifest that the API server accepted as a Service.
  const { spec } = service as Partial<Service>;
  return spec?.selector ?? {};
}
