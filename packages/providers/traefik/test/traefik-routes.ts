import type { ObjectReader } from '@flagger/sdk';
import type { RoutedRequest, RoutePlan, RouteReader } from '@flagger/testkit';
import { TRAEFIK_SERVICES } from '../src/traefik-types.ts';

/** Where Traefik sends requests of an IngressRoute that names the TraefikService. */
export class TraefikRoutes implements RouteReader {
  readonly #reader: ObjectReader;

  constructor(reader: ObjectReader) {
    this.#reader = reader;
  }

  async plan({ host }: RoutedRequest, signal: AbortSignal): Promise<RoutePlan | undefined> {
    const [name = '', namespace = ''] = host.split('.');
    const found = await this.#reader.get(TRAEFIK_SERVICES, { namespace, name }, signal);
    const services = found?.spec?.weighted?.services;
    return services && { backends: services.map(service => ({ service: { namespace, name: service.name }, weight: service.weight ?? 1 })), mirrors: [] };
  }
}
