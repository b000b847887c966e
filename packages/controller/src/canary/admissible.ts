import { unmetDemands } from '@flagger/core';
import type { ProviderChoice } from '@flagger/core';
import { isCanaryError } from '@flagger/sdk';
import type { Canary, ErrorCode } from '@flagger/sdk';
import type { Refusal } from './accepted-condition.ts';
import { verifyCanary } from './verify-canary.ts';
import type { VerifySettings } from './verify-canary.ts';

/** Errors about what a canary names and no plug-in brings. */
const UNKNOWN: readonly ErrorCode[] = ['UnknownProvider', 'UnknownTarget'];

/**
 * Why a canary can't be run as it is written; one that is being deleted may always be.
 *
 * @differs An invalid canary with a finalizer can be deleted. Test: verify-canary "nothing that is being deleted: it must be given back"
 */
export function invalidSpec(canary: Canary, settings: VerifySettings): Refusal | undefined {
  const reason = canary.metadata.deletionTimestamp === undefined ? verifyCanary(canary, settings) : undefined;
  return reason === undefined ? undefined : { reason: 'InvalidSpec', message: `invalid canary spec: ${reason}` };
}

/** The refusal that an error stands for; undefined where the error is something else. */
export function refusalOf(error: unknown): Refusal | undefined {
  const isUnknown = isCanaryError(error) && UNKNOWN.includes(error.code);
  return isUnknown ? { reason: error.code, message: `invalid canary spec: ${error.message}` } : undefined;
}

/** The fields that the provider needs and the canary lacks. */
export function missingFields(canary: Canary, providerName: string, requires: readonly string[]): Refusal | undefined {
  const missing = requires.filter(paths => paths.split(' or ').every(path => read(canary, path) === undefined));
  if (missing.length === 0) return undefined;
  return { reason: 'InvalidSpec', message: `invalid canary spec: provider ${providerName} needs ${missing.join(', ')}` };
}

/** What of the analysis is left out without a warning from the engine, as doubts. */
export function ignoredFields({ metadata, spec }: Canary, choice: ProviderChoice): readonly string[] {
  if (metadata.deletionTimestamp !== undefined) return [];
  return unmetDemands(spec, choice).filter(({ outcome }) => outcome === 'ignored').map(({ message }) => `${message}; the analysis runs without`);
}

/**
 * The parts of its analysis that the provider can't run, and that nothing takes the place of.
 *
 * @differs An analysis that the provider can't run is refused; Flagger runs it without, and may send everybody to the canary: `unsupported.test.ts` "names field, provider and those that can"
 */
export function unsupportedFields({ metadata, spec }: Canary, choice: ProviderChoice): Refusal | undefined {
  if (metadata.deletionTimestamp !== undefined) return undefined;
  const refused = unmetDemands(spec, choice).filter(({ outcome }) => outcome === 'refused');
  if (refused.length === 0) return undefined;
  return { reason: 'Unsupported', message: `invalid canary spec: ${refused.map(({ message }) => message).join('; ')}` };
}

function read(canary: Canary, path: string): unknown {
  return path.split('.').reduce<unknown>((value, field) => (value as Record<string, unknown> | null | undefined)?.[field], canary);
}
