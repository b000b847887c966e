import type { HttpMatch, ObjectReader, ResourceType } from '@flagger/sdk';
import { canonicalHost, matchesRequest, serviceOf } from '@flagger/testkit';
import type { Backend, RoutedRequest, RoutePlan, RouteReader } from '@flagger/testkit';
import type { AppMeshObject, HttpRoute, Route, RoutesObject, WeightedTarget } from '../src/appmesh-types.ts';

type Loose = AppMeshObject & { readonly spec?: Record<string, never> };
interface VirtualService extends RoutesObject {
  readonly spec?: RoutesObject['spec'] & { readonly provider?: { readonly virtualRouter?: { readonly virtualRouterRef?: { readonly name: string } } } };
}
interface VirtualNode extends Loose {
  readonly spec?: Record<string, never> & { readonly serviceDiscovery?: { readonly dns?: { readonly hostName?: string; readonly hostname?: string } } };
}

/** The proxies of App Mesh: a VirtualService leads to a router, its routes to nodes, and these to Services. */
export class AppMesh implements RouteReader {
  readonly #reader: ObjectReader;
  readonly #apiVersion: string;

  constructor(reader: ObjectReader, apiVersion: string) {
    this.#reader = reader;
    this.#apiVersion = apiVersion;
  }

  async plan(request: RoutedRequest, signal: AbortSignal): Promise<RoutePlan | undefined> {
    const services = await this.#list<VirtualService>('VirtualService', signal);
    const found = services.find(({ metadata: { name, namespace = '' } }) => canonicalHost(name, namespace) === canonicalHost(request.host, request.sourceNamespace));
    if (found === undefined) return undefined;
    const [http] = (await this.#routes(found, signal))
      .toSorted((a, b) => (a.priority ?? Number.POSITIVE_INFINITY) - (b.priority ?? Number.POSITIVE_INFINITY))
      .flatMap(route => route.http ?? route.httpRoute ?? [])
      .filter(({ match }) => matchesRequest(toHttpMatch(match), request));
    const targets = http?.action?.weightedTargets ?? [];
    return { backends: await Promise.all(targets.map(target => this.#backend(target, found.metadata.namespace ?? '', signal))), mirrors: [] };
  }

  /** Of its own, or of the router to which it leads. */
  async #routes({ spec, metadata }: VirtualService, signal: AbortSignal): Promise<readonly Route[]> {
    const router = spec?.provider?.virtualRouter?.virtualRouterRef?.name;
    if (router === undefined) return spec?.routes ?? [];
    const routers = await this.#list<RoutesObject>('VirtualRouter', signal);
    return routers.find(each => each.metadata.name === router && each.metadata.namespace === metadata.namespace)?.spec?.routes ?? [];
  }

  async #backend({ virtualNodeName, virtualNodeRef, weight = 0 }: WeightedTarget, namespace: string, signal: AbortSignal): Promise<Backend> {
    const nodes = await this.#list<VirtualNode>('VirtualNode', signal);
    const dns = nodes.find(({ metadata }) => metadata.name === (virtualNodeName ?? virtualNodeRef?.name))?.spec?.serviceDiscovery?.dns;
    const host = (dns?.hostName ?? dns?.hostname ?? '').replace(/\.$/, '');
    return { service: serviceOf(host, namespace) ?? { namespace, name: 'nowhere' }, weight };
  }

  #list<T extends AppMeshObject>(kind: string, signal: AbortSignal): Promise<readonly T[]> {
    const type: ResourceType<T> = { apiVersion: this.#apiVersion, kind, plural: `${kind.toLowerCase()}s`, namespaced: true };
    return this.#reader.list(type, undefined, signal);
  }
}

function toHttpMatch({ prefix, headers = [] }: HttpRoute['match']): HttpMatch {
  return { uri: { prefix }, headers: Object.fromEntries(headers.map(({ name, match }) => [name, match])) };
}
