import { CanaryError } from '@flagger/sdk';
import type { ErrorCode, LocalRef, MetricProviderFactory, NotifierFactory, Plugin, Provider, ScalerFactory, TargetFactory } from '@flagger/sdk';

/**
 * What the loaded plug-ins bring, ready to be looked up.
 *
 * @differs An unknown provider is an error, not Istio; an unknown target is one, not a Deployment. Test: operator "names the provider that nobody brings, and those that there are"
 */
export interface Catalog {
  /** The provider for a provider string. @throws CanaryError UnknownProvider, naming those that are loaded */
  provider(name: string): Provider;
  /** As `provider`, but undefined where there is none. */
  findProvider(name: string): Provider | undefined;
  /** Every provider, once. */
  readonly providers: readonly Provider[];
  /** @throws CanaryError UnknownTarget */
  target(ref: LocalRef): TargetFactory;
  /** @throws CanaryError UnknownTarget */
  scaler(ref: LocalRef): ScalerFactory;
  readonly metrics: ReadonlyMap<string, MetricProviderFactory>;
  readonly notifiers: ReadonlyMap<string, NotifierFactory>;
  /** The name of the plug-in that brought a provider or factory. */
  pluginOf(piece: object): string;
}

type Handled = Pick<TargetFactory, 'handles'>;

/** Gathers plug-ins. @throws CanaryError PluginBroken where two of them have or claim the same name */
export function createCatalog(plugins: readonly Plugin[]): Catalog {
  const providers = gather(plugins, 'provider', plugin => plugin.providers.flatMap(each => each.names.map(name => [name, each] as const)));
  const targets = gather(plugins, 'target', plugin => plugin.targets.flatMap(kindsOf));
  const scalers = gather(plugins, 'scaler', plugin => plugin.scalers.flatMap(kindsOf));
  refuseTwins(plugins);
  const owners = new Map<object, string>(plugins.flatMap(plugin => piecesOf(plugin).map(piece => [piece, plugin.name] as const)));
  const findProvider = (name: string): Provider | undefined => byLongestName(providers, name);
  return {
    findProvider,
    providers: plugins.flatMap(plugin => plugin.providers),
    provider: name => findProvider(name) ?? unknown('UnknownProvider', `provider "${name}"`, providers),
    target: ref => byKind(targets, ref) ?? unknown('UnknownTarget', `target ${ref.apiVersion} ${ref.kind}`, targets),
    scaler: ref => byKind(scalers, ref) ?? unknown('UnknownTarget', `autoscaler ${ref.apiVersion} ${ref.kind}`, scalers),
    metrics: gather(plugins, 'metric provider', plugin => plugin.metrics.flatMap(each => each.types.map(type => [type, each] as const))),
    notifiers: gather(plugins, 'notifier', plugin => plugin.notifiers.flatMap(each => each.types.map(type => [type, each] as const))),
    pluginOf: piece => owners.get(piece) ?? foreign(),
  };
}

function refuseTwins(plugins: readonly Plugin[]): void {
  const names = plugins.map(({ name }) => name);
  const twin = names.find((name, at) => names.indexOf(name) !== at);
  if (twin !== undefined) throw new CanaryError('PluginBroken', 'never', `two plug-ins are called ${twin}; by their names, log lines and errors tell them apart`);
}

function piecesOf({ providers, metrics, notifiers, targets, scalers }: Plugin): readonly object[] {
  return [...providers, ...metrics, ...notifiers, ...targets, ...scalers];
}

function foreign(): never {
  throw new TypeError('no plug-in of this catalog brought it');
}

function gather<T>(plugins: readonly Plugin[], what: string, entriesOf: (plugin: Plugin) => readonly (readonly [string, T])[]): ReadonlyMap<string, T> {
  const found = new Map<string, T>();
  const owners = new Map<string, string>();
  for (const plugin of plugins) {
    for (const [name, value] of entriesOf(plugin)) {
      const other = owners.get(name);
      if (other !== undefined) throw new CanaryError('PluginBroken', 'never', `${what} ${name} is claimed by the plug-ins ${other} and ${plugin.name}`);
      owners.set(name, plugin.name);
      found.set(name, value);
    }
  }
  return found;
}

function kindsOf<T extends Handled>(factory: T): (readonly [string, T])[] {
  return factory.handles.map(({ apiVersion, kind }) => [`${apiVersion} ${kind}`, factory] as const);
}

/** An exact name wins; of those that end in `*`, the longest. */
function byLongestName(providers: ReadonlyMap<string, Provider>, name: string): Provider | undefined {
  const exact = providers.get(name);
  if (exact !== undefined) return exact;
  const prefixes = [...providers.keys()].filter(each => each.endsWith('*') && name.startsWith(each.slice(0, -1)));
  const longest = prefixes.sort((a, b) => b.length - a.length)[0];
  return longest === undefined ? undefined : providers.get(longest);
}

function byKind<T>(factories: ReadonlyMap<string, T>, { apiVersion, kind }: LocalRef): T | undefined {
  return factories.get(`${apiVersion} ${kind}`) ?? factories.get(`* ${kind}`);
}

function unknown(code: ErrorCode, what: string, table: ReadonlyMap<string, unknown>): never {
  throw new CanaryError(code, 'never', `unknown ${what}; loaded: ${[...table.keys()].sort().join(', ')}`);
}
