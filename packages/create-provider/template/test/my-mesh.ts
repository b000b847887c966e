import type { ObjectReader } from '@flagger/sdk';
import { serviceOf } from '@flagger/testkit';
import type { RoutedRequest, RoutePlan, RouteReader } from '@flagger/testkit';
import { MY_MESH_ROUTES } from '../src/my-mesh-route.ts';

/** What MyMesh's proxies do with a request: written from the mesh's manual, not from the router. */
export class MyMesh implements RouteReader {
  readonly #reader: ObjectReader;

  constructor(reader: ObjectReader) {
    this.#reader = reader;
  }

  async plan({ host, sourceNamespace: namespace }: RoutedRequest, signal: AbortSignal): Promise<RoutePlan | undefined> {
    const service = serviceOf(host, namespace);
    const route = service && (await this.#reader.get(MY_MESH_ROUTES, service, signal));
    const backends = route?.spec?.backends?.map(({ service: name = '', weight = 0 }) => ({ service: { namespace, name }, weight }));
    return backends && { backends, mirrors: [] };
  }
}
