import { capabilityMistake } from '@flagger/core';
import { CanaryError } from '@flagger/sdk';
import type { Plugin } from '@flagger/sdk';
import { gtr, satisfies, validRange } from 'semver';

const LISTS = ['providers', 'metrics', 'notifiers', 'targets', 'scalers'] as const;

/** What each entry of a list must have, and of which type. */
const SHAPES: Readonly<Record<(typeof LISTS)[number], readonly (readonly [field: string, type: 'array' | 'function' | 'object'])[]>> = {
  providers: [['names', 'array'], ['capabilities', 'object'], ['rbac', 'array'], ['observer', 'object'], ['createRouter', 'function']],
  metrics: [['types', 'array'], ['create', 'function']],
  notifiers: [['types', 'array'], ['create', 'function']],
  targets: [['handles', 'array'], ['rbac', 'array'], ['create', 'function']],
  scalers: [['handles', 'array'], ['rbac', 'array'], ['create', 'function']],
};

/**
 * Takes a module's default export for a plug-in, once it is one and works with our sdk.
 *
 * @param source the name under which it was asked for
 * @throws CanaryError PluginBroken: it names the plug-in, and which side is too old or which field is wrong
 */
export function checkPlugin(source: string, exported: unknown, sdkVersion: string): Plugin {
  if (!isRecord(exported)) throw broken(source, 'its module has no default export made by definePlugin');
  const { name, sdk } = exported;
  if (typeof name !== 'string' || name === '') throw broken(source, 'field name is not a text');
  if (typeof sdk !== 'string' || validRange(sdk) === null) throw broken(source, 'field sdk is not a range of versions such as ^1.0.0');
  if (!satisfies(sdkVersion, sdk, { includePrerelease: true })) throw broken(source, whoIsOld(sdk, sdkVersion));
  for (const list of LISTS) checkList(source, list, exported[list]);
  checkCapabilities(source, exported['providers']);
  // Every field was looked at.
  return exported as unknown as Plugin;
}

function checkList(source: string, list: (typeof LISTS)[number], entries: unknown): void {
  if (!Array.isArray(entries)) throw broken(source, `field ${list} is not a list; definePlugin completes a plug-in`);
  for (const [index, entry] of entries.entries()) {
    const wrong = SHAPES[list].find(([field, type]) => !isRecord(entry) || typeOf(entry[field]) !== type);
    if (wrong !== undefined) throw broken(source, `field ${list}[${index}].${wrong[0]} is not of type ${wrong[1]}`);
  }
}

/** A provider that leaves a capability out would be asked for what it can't do. */
function checkCapabilities(source: string, providers: unknown): void {
  // Its shape was looked at.
  for (const [index, { capabilities }] of (providers as readonly { readonly capabilities: Readonly<Record<string, unknown>> }[]).entries()) {
    const mistake = capabilityMistake(capabilities);
    if (mistake !== undefined) throw broken(source, `field providers[${index}].capabilities.${mistake}`);
  }
}

function whoIsOld(range: string, sdkVersion: string): string {
  const old = gtr(sdkVersion, range) ? 'the plug-in is too old: update it' : 'the operator is too old: update it, or take an older plug-in';
  return `it works with @flagger/sdk ${range}, this operator has ${sdkVersion}; ${old}`;
}

function broken(source: string, reason: string): CanaryError {
  return new CanaryError('PluginBroken', 'never', `plug-in ${source} can't be used: ${reason}`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function typeOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : typeof value;
}
