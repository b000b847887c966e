import type { ObjectReader } from '@flagger/sdk';
import type { RoutePlan, RouteReader } from '@flagger/testkit';
import { KNATIVE_SERVICES, PRIMARY_REVISION } from '../src/knative-types.ts';

/** Knative's ingress: the revisions stand for the Services `podinfo-primary` and `podinfo-canary`. */
export class KnativeIngress implements RouteReader {
  readonly #reader: ObjectReader;

  constructor(reader: ObjectReader) {
    this.#reader = reader;
  }

  async plan(_request: unknown, signal: AbortSignal): Promise<RoutePlan | undefined> {
    const service = await this.#reader.get(KNATIVE_SERVICES, { namespace: 'test', name: 'podinfo' }, signal);
    const primary = service?.metadata.annotations?.[PRIMARY_REVISION];
    const backends = (service?.status?.traffic ?? []).map(({ latestRevision, revisionName, percent = 0 }) => ({
      service: { namespace: 'test', name: !latestRevision && revisionName === primary ? 'podinfo-primary' : 'podinfo-canary' }, weight: percent,
    }));
    return { backends, mirrors: [] };
  }
}
