import type { MetricProviderFactory } from './metric-provider.ts';
import type { NotifierFactory } from './notifier.ts';
import type { Provider } from './provider.ts';
import type { ScalerFactory } from './scaler.ts';
import type { TargetFactory } from './target-controller.ts';

/** A plug-in: plain data with factories. It knows no container. */
export interface Plugin {
  /** A short name for logs and error messages. */
  readonly name: string;
  /** The range of `@flagger/sdk` versions it works with, such as `^1.0.0`. */
  readonly sdk: string;
  readonly providers: readonly Provider[];
  readonly metrics: readonly MetricProviderFactory[];
  readonly notifiers: readonly NotifierFactory[];
  readonly targets: readonly TargetFactory[];
  readonly scalers: readonly ScalerFactory[];
}

/** A plug-in as its author writes it: only what it brings. */
export type PluginDefinition = Pick<Plugin, 'name' | 'sdk'> & Partial<Plugin>;

/**
 * Completes a plug-in with empty lists. Make it the default export of the package that `--providers` names.
 *
 * @example
 * export default definePlugin({ name: 'acme', sdk: '^1.0.0', providers: [acmeProvider] });
 */
export function definePlugin(definition: PluginDefinition): Plugin {
  return { providers: [], metrics: [], notifiers: [], targets: [], scalers: [], ...definition };
}
