import type { Clock, Logger, Provider, ProviderEnv, Router } from '@flagger/sdk';
import type { Catalog } from '../catalog.ts';
import { isBundled } from '../bundled.ts';
import { fenced } from './fenced.ts';
import { fencedTool } from './fenced-tool.ts';
import { PluginFence } from './plugin-fence.ts';

/** For whom plug-ins work. */
export interface Caller {
  /** `NAMESPACE/NAME` */
  readonly canary: string;
  readonly logger: Logger;
}

/** Pieces that are made from an environment. */
interface Factory<E extends object, T extends object> {
  create(env: E): T;
}

interface Making {
  readonly role: string;
  /** As the catalog has it. */
  readonly factory: object;
  readonly caller: Caller;
}

/** Tools of the operator that a plug-in may hold on to. */
const TOOLS: ReadonlySet<string> = new Set(['store', 'http', 'api']);

/**
 * Keeps plug-ins that come from elsewhere apart from the operator and from each other: each has a fence, which all canaries
 * share that use it. Bundled ones are tested with the operator and stand in the open.
 */
export class Isolation {
  readonly #catalog: Pick<Catalog, 'pluginOf'>;
  readonly #clock: Clock;
  readonly #fences = new Map<string, PluginFence>();

  constructor(catalog: Pick<Catalog, 'pluginOf'>, clock: Clock) {
    this.#catalog = catalog;
    this.#clock = clock;
  }

  /** A provider's router for a canary. */
  router(provider: Provider, env: ProviderEnv, caller: Caller): Router {
    return this.#piece({ role: 'router', factory: provider, caller }, env, own => provider.createRouter(own));
  }

  /** Any other piece that a factory makes for a canary. */
  create<E extends object, T extends object>(role: string, factory: Factory<E, T>, env: E, caller: Caller): T {
    return this.#piece({ role, factory, caller }, env, own => factory.create(own));
  }

  /** Factories whose pieces are all made for one canary. */
  factories<E extends object, F extends Factory<E, object>>(role: string, factories: ReadonlyMap<string, F>, caller: Caller): ReadonlyMap<string, F> {
    return new Map([...factories].map(([type, factory]) => [type, { ...factory, create: (env: E) => this.create(role, factory, env, caller) }]));
  }

  #piece<E extends object, T extends object>({ role, factory, caller }: Making, env: E, make: (env: E) => T): T {
    const plugin = this.#catalog.pluginOf(factory);
    const logger = caller.logger.child({ plugin });
    const own = { ...env, ...('logger' in env && { logger }) };
    if (isBundled(plugin)) return make(own);
    return fenced(() => make(withFencedTools(own, plugin)), { fence: this.#fenceOf(plugin), role, plugin, canary: caller.canary, logger });
  }

  #fenceOf(plugin: string): PluginFence {
    const fence = this.#fences.get(plugin) ?? new PluginFence(this.#clock);
    this.#fences.set(plugin, fence);
    return fence;
  }
}

function withFencedTools<E extends object>(env: E, plugin: string): E {
  const fencedTools = Object.entries(env).flatMap(([name, tool]) => (TOOLS.has(name) && tool !== undefined ? [[name, fencedTool(tool as object, plugin)]] : []));
  return { ...env, ...(Object.fromEntries(fencedTools) as Partial<E>) };
}
