import type { AnalysisMatch, Canary, CanaryService, Manifest, ObjectReader, Provider, ProviderCapabilities, ResourceType, TargetMetadata } from '@flagger/sdk';
import type { InProcessStore } from '../api/in-process-store.ts';
import type { RoutedRequest, RouteReader } from '../traffic/route-plan.ts';

/** One object that a router makes for a canary. */
export interface RoutingObject {
  readonly type: ResourceType;
  readonly name: string;
  /** Whether it carries the labels and annotations of `service.apex`, and the GitOps markers. */
  readonly carriesMetadata: boolean;
}

/** Who is let in to the canary by a match. */
export interface Insider {
  readonly match: AnalysisMatch;
  /** What the insider's request has beside an ordinary one's. */
  readonly request: Partial<RoutedRequest>;
}

/** A provider, and what is needed to hold its router to the laws. */
export interface RouterSubject {
  readonly provider: Provider;
  /** In which setting, such as `with spec.routeRef`, where a provider has several subjects; absent: the usual one. */
  readonly variant?: string;
  /** The CustomResourceDefinitions of its objects, as YAML or parsed; none where Kubernetes has the types. */
  readonly crds: string | readonly Manifest[];
  /** A namespaced canary that the provider can serve, with a uid. Laws change its analysis, its `service.apex` and its status. */
  readonly canary: Canary;
  /** Default: pods selected by `app`, with the target's name. */
  readonly target?: TargetMetadata;
  /** Objects of users that have to be there first, such as an Ingress. */
  readonly given?: readonly Manifest[];
  /** All that the router makes for the canary; empty where it makes nothing. */
  readonly objects: readonly RoutingObject[];
  /** Objects of users that it writes into, such as a Knative Service; they are among `given`. */
  readonly borrowed?: readonly Pick<RoutingObject, 'type' | 'name'>[];
  /** A change of `spec.service` that shows in the routing objects. */
  readonly change?: Partial<CanaryService>;
  /** A user's own routing object that is taken over, and given back by `finalize`. */
  readonly original?: Manifest & { readonly spec: object };
  /** Reads where requests really go, as a data plane does: from the live objects, without the router. */
  dataPlane(reader: ObjectReader): RouteReader;
  /** The request of an ordinary user; default: a GET of the apex Service from within the mesh. */
  readonly request?: Partial<RoutedRequest>;
  /** Insiders where the usual ones can't be: a mesh may know cookies by their names only. */
  readonly insiders?: Partial<Readonly<Record<ProviderCapabilities['matches'][number], Insider>>>;
  /** Stands for the mesh's own controller, such as one that writes statuses; the returned function ends it. */
  simulate?(store: InProcessStore): () => void;
}
