import type { Clock } from '@flagger/sdk';
import type { ResourceRegistry } from './resources/resource-registry.ts';
import type { ServiceAddresses } from './rules/service-addresses.ts';
import type { Store } from './store/store.ts';

/** What every verb works on. */
export interface ApiState {
  readonly store: Store;
  readonly registry: ResourceRegistry;
  readonly clock: Clock;
  readonly addresses: ServiceAddresses;
}
