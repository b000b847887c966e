import { unmetDemands } from '@flagger/core';
import type { Canary, Provider } from '@flagger/sdk';
import { BUNDLED_PROVIDERS } from '../plugins/bundled.ts';
import { createCatalog } from '../plugins/catalog.ts';
import type { Catalog } from '../plugins/catalog.ts';
import { loadPlugins } from '../plugins/load-plugins.ts';
import type { KnownTypes } from './rules/type-rules.ts';

/** The bundled plug-ins by how the provider strings that they own begin, where that is not the plug-in's name. */
const HOMES: readonly (readonly [prefix: string, plugin: string])[] = [
  ['smi', 'linkerd'], ['osm', 'linkerd'], ['supergloo', 'gloo'], ['gatewayapi', 'gateway-api'],
];

/** Loaded where no canary asks for any. */
const SMALLEST = 'kubernetes';

/** Whom lint may ask. */
export interface ProviderSearch {
  /** Flag `-providers`; empty: the bundled one that a canary names. */
  readonly plugins: readonly string[];
  /** Flag `-mesh-provider`. */
  readonly meshProvider: string;
  readonly folder: string;
}

/** The providers that canaries name. */
export interface FoundProviders {
  nameOf(canary: Canary): string;
  /** Undefined where no plug-in brings it. */
  find(name: string): Provider | undefined;
  readonly loaded: readonly Provider[];
  readonly types: KnownTypes;
}

/** Loads the plug-ins that the canaries ask for, and all of them only where another provider is to be advised. @throws CanaryError PluginBroken */
export async function findProviders(canaries: readonly Canary[], { plugins, meshProvider, folder }: ProviderSearch): Promise<FoundProviders> {
  const nameOf = ({ spec: { provider } }: Canary): string => provider || meshProvider;
  const asked = plugins.length > 0 ? plugins : [...new Set(canaries.map(nameOf).flatMap(homeOf))];
  const catalog = await load(asked, folder);
  const all = plugins.length === 0 && canaries.some(canary => needsAdvice(canary, nameOf(canary), catalog)) ? await load([...BUNDLED_PROVIDERS.keys()], folder) : catalog;
  const types = { metrics: [...catalog.metrics.keys()], notifiers: [...catalog.notifiers.keys()] };
  return { nameOf, find: name => all.findProvider(name), loaded: all.providers, types };
}

/** Targets, metrics and notifiers come with any. */
async function load(names: readonly string[], folder: string): Promise<Catalog> {
  return createCatalog(await loadPlugins(names.length === 0 ? [SMALLEST] : names, { folder }));
}

/** The bundled plug-in that owns a provider string. */
function homeOf(name: string): readonly string[] {
  const base = name.split(':')[0] ?? '';
  const plugin = HOMES.find(([prefix]) => name.startsWith(prefix))?.[1] ?? base;
  return BUNDLED_PROVIDERS.has(plugin) ? [plugin] : [];
}

function needsAdvice({ spec }: Canary, name: string, catalog: Catalog): boolean {
  const provider = catalog.findProvider(name);
  return provider === undefined || unmetDemands(spec, { name, capabilities: provider.capabilities, loaded: [] }).length > 0;
}
