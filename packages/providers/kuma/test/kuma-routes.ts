import type { ObjectReader } from '@flagger/sdk';
import type { RoutedRequest, RoutePlan, RouteReader } from '@flagger/testkit';
import { SERVICE_TAG, TRAFFIC_ROUTES } from '../src/kuma-types.ts';

/** Where Kuma's sidecars send requests to a Service. */
export class KumaRoutes implements RouteReader {
  readonly #reader: ObjectReader;

  constructor(reader: ObjectReader) {
    this.#reader = reader;
  }

  async plan({ host }: RoutedRequest, signal: AbortSignal): Promise<RoutePlan | undefined> {
    const service = `${host.replace('.', '_')}_svc_`;
    const routes = await this.#reader.list(TRAFFIC_ROUTES, undefined, signal);
    const split = routes.find(({ spec }) => spec?.destinations?.some(({ match }) => match?.[SERVICE_TAG]?.startsWith(service)))?.spec?.conf?.split;
    const backends = split?.map(({ destination, weight = 0 }) => {
      const [name = '', namespace = ''] = destination?.[SERVICE_TAG]?.split('_') ?? [];
      return { service: { namespace, name }, weight };
    });
    return backends && { backends, mirrors: [] };
  }
}
