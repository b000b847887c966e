import type { ProviderCapabilities } from './capabilities.ts';
import type { Clock } from './clock.ts';
import type { Logger } from './logger.ts';
import type { ObjectStore } from './object-store.ts';
import type { Observer } from './observer.ts';
import type { PolicyRule } from './policy-rule.ts';
import type { Router } from './router.ts';

/** What a router is given. */
export interface ProviderEnv {
  /** The provider string that the canary or `-mesh-provider` chose, such as `smi:v1alpha2:istio`. */
  readonly name: string;
  readonly store: ObjectStore;
  readonly clock: Clock;
  readonly logger: Logger;
  /** False where routing objects live in another cluster than the canary, which then cannot own them. */
  readonly ownerReferences: boolean;
  /** Flag `-ingress-annotations-prefix`. */
  readonly ingressAnnotationsPrefix: string;
  /** Flag `-ingress-class`. */
  readonly ingressClass: string;
}

/** One mesh or ingress: everything that differs from another, in one object. */
export interface Provider {
  /** Provider strings; a trailing `*` takes every string with that beginning. The longest match wins. */
  readonly names: readonly string[];
  readonly capabilities: ProviderCapabilities;
  /** What its router asks of the API server. */
  readonly rbac: readonly PolicyRule[];
  readonly observer: Observer;
  /** Called for each canary; it must not wait or read. */
  createRouter(env: ProviderEnv): Router;
}
