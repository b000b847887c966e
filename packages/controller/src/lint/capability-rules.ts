import { unmetDemands } from '@flagger/core';
import { parseField, valueAt } from './field-path.ts';
import type { Problem } from './finding.ts';
import type { CanarySubject } from './rules/canary-subject.ts';

/** What of its analysis the chosen provider can't run, by what the provider says of itself. */
export function capabilityProblems({ canary: { spec }, provider: { capabilities }, providerName, loaded }: CanarySubject): readonly Problem[] {
  return unmetDemands(spec, { name: providerName, capabilities, loaded }).map(({ field, message, outcome }) => ({
    rule: 'capability', path: parseField(field), problem: message.replace(`${field}: `, ''),
    fix: outcome === 'degraded' ? 'write iterations, which every provider can run, or take another provider' : 'take it out, or take another provider',
  }));
}

/** The fields that the provider needs and the canary lacks. */
export function missingFieldProblems({ canary, provider: { capabilities }, providerName }: CanarySubject): readonly Problem[] {
  const missing = capabilities.requires.map(fields => fields.split(' or ')).filter(fields => fields.every(field => valueAt(canary, parseField(field)) === undefined));
  return missing.map(([field = '', ...others]) => ({
    rule: 'provider-field', path: parseField(field), problem: `is missing; provider ${providerName} needs it`, fix: ['add it', ...others].join(', or '),
  }));
}
