import { GITOPS_MARKERS } from './gitops-markers.ts';
import type { ObjectMeta } from './manifest.ts';
import { canaryOwner } from './owner-references.ts';
import type { RouteSubject } from './router.ts';
import { serviceNames } from './service-names.ts';

/** Labels and annotations that a generated routing object has. */
export interface RouteMetadata {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/**
 * `service.apex` metadata and the GitOps markers; the selector label too, but only where `service.apex` is set.
 *
 * @source flagger: the ClusterIP router writes the label into the struct that it shares with the mesh router
 * @differs What `service.unmanagedMetadata` leaves to others on the apex Service does not come to its route; Flagger writes it there, by the same
 * struct: `routing-objects.test.ts` "nothing of what others write on the apex Service"
 */
export function routeMetadata({ canary, target }: RouteSubject): RouteMetadata {
  const custom = canary.spec.service?.apex;
  const selector = custom && target.labelKey ? { [target.labelKey]: serviceNames(canary).apex } : {};
  return {
    labels: { ...custom?.labels, ...selector },
    annotations: { ...custom?.annotations, ...GITOPS_MARKERS },
  };
}

/** The metadata of a routing object with the apex Service's name; `ownerReferences`: whether the canary owns it. */
export function apexRouteMeta(subject: RouteSubject, { ownerReferences }: { readonly ownerReferences: boolean }): ObjectMeta {
  const { canary } = subject;
  const { labels, annotations } = routeMetadata(subject);
  return {
    name: serviceNames(canary).apex,
    ...(canary.metadata.namespace && { namespace: canary.metadata.namespace }),
    ...(Object.keys(labels).length > 0 && { labels }),
    annotations,
    ...(ownerReferences && { ownerReferences: [canaryOwner(canary)] }),
  };
}
