import type { Canary } from './crd/canary.ts';
import type { TargetMetadata } from './target-controller.ts';
import type { Traffic } from './traffic.ts';

/** What a router needs to know about one release. */
export interface RouteSubject {
  /** With a status whose session-affinity cookies are those to write. */
  readonly canary: Canary;
  readonly target: TargetMetadata;
}

/**
 * Shapes one mesh's or ingress's objects for a canary. Every method is idempotent and may be cut off after any request.
 *
 * @source flagger pkg/router/router.go Interface
 */
export interface Router {
  /** Creates or mends the routing objects. New ones send all traffic to the primary; live weights are kept. */
  reconcile(subject: RouteSubject, signal: AbortSignal): Promise<void>;
  /** The split that stands in the live objects. @throws CanaryError NotFound, Invalid (no routes, foreign shape) */
  getTraffic(subject: RouteSubject, signal: AbortSignal): Promise<Traffic>;
  /** Makes the live objects say `traffic`. */
  setTraffic(subject: RouteSubject, traffic: Traffic, signal: AbortSignal): Promise<void>;
  /** Gives the user's original object back, when a canary with `revertOnDeletion` goes. */
  finalize(subject: RouteSubject, signal: AbortSignal): Promise<void>;
}
