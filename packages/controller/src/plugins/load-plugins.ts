import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CanaryError } from '@flagger/sdk';
import type { Clock, Plugin } from '@flagger/sdk';
import { SDK_VERSION } from '../version.ts';
import { ALWAYS_LOADED, BUNDLED_PROVIDERS, isBundled } from './bundled.ts';
import type { LoadModule } from './bundled.ts';
import { checkPlugin } from './check-plugin.ts';

/** A package that is not there, or that only `import` may find. */
const NOT_HERE: ReadonlySet<string> = new Set(['MODULE_NOT_FOUND', 'ERR_PACKAGE_PATH_NOT_EXPORTED']);

/** Where plug-ins are looked for. */
export interface PluginSearch {
  /** Relative files, and packages that the operator itself can't see, are found from this folder. */
  readonly folder: string;
  /** By which a foreign module that never ends its start is given up; without one, it is waited for. */
  readonly clock?: Clock;
}

/** How long a plug-in's module may take to start. */
const START_LIMIT_MS = 30_000;

/**
 * Loads plug-ins: a bundled name, a file (its name begins with `.` or `/`) or an npm package.
 *
 * @param names flag `-providers`; empty: every bundled one
 * @throws CanaryError PluginBroken with name and cause
 */
export async function loadPlugins(names: readonly string[], { folder, clock }: PluginSearch): Promise<readonly Plugin[]> {
  const wanted = names.length > 0 ? names : [...BUNDLED_PROVIDERS.keys()];
  const loaders: readonly (readonly [string, LoadModule])[] = [
    ...ALWAYS_LOADED,
    ...[...new Set(wanted)].map(name => [name, BUNDLED_PROVIDERS.get(name) ?? (() => inTime(importForeign(name, folder), clock))] as const),
  ];
  return Promise.all(loaders.map(([name, load]) => loadPlugin(name, load)));
}

async function loadPlugin(name: string, load: LoadModule): Promise<Plugin> {
  const module = await load().catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const bundled = [...BUNDLED_PROVIDERS.keys()].join(', ');
    throw new CanaryError('PluginBroken', 'never', `plug-in ${name} can't be loaded: ${reason} (bundled are: ${bundled})`, { cause });
  });
  const plugin = checkPlugin(name, module.default, SDK_VERSION);
  if (plugin.name === name || !isBundled(plugin.name)) return plugin;
  throw new CanaryError('PluginBroken', 'never', `plug-in ${name} can't be used: field name is ${plugin.name}, which is the name of a bundled plug-in; log lines and errors could not tell them apart`);
}

async function inTime<T>(load: Promise<T>, clock: Clock | undefined): Promise<T> {
  if (clock === undefined) return load;
  const late = Promise.withResolvers<never>();
  const cancel = clock.after(START_LIMIT_MS, () => late.reject(new Error(`its module did not end its start within ${START_LIMIT_MS / 1000}s`)));
  try {
    return await Promise.race([load, late.promise]);
  } finally {
    cancel();
  }
}

/** The specifier is known at run time only; a bundler leaves such an import alone. */
async function importForeign(name: string, folder: string): Promise<{ readonly default?: unknown }> {
  const specifier = /^[./]/.test(name) ? pathToFileURL(resolve(folder, name)).href : packageSpecifier(name, folder);
  return (await import(specifier)) as { readonly default?: unknown };
}

/** A package is looked for where the operator was started, then beside the operator. */
function packageSpecifier(name: string, folder: string): string {
  try {
    return pathToFileURL(createRequire(join(resolve(folder), 'package.json')).resolve(name)).href;
  } catch (error) {
    if (error instanceof Error && 'code' in error && NOT_HERE.has(String(error.code))) return name;
    throw error;
  }
}
