import type { ObjectReader, ResourceType } from '@flagger/sdk';
import { canonicalHost } from '@flagger/testkit';
import type { RoutedRequest, RoutePlan, RouteReader } from '@flagger/testkit';
import type { TrafficSplit } from '../src/smi-types.ts';

/** A mesh: it sends requests to a Service where its live TrafficSplit says. */
export class TrafficSplits implements RouteReader {
  readonly #reader: ObjectReader;
  readonly #type: ResourceType<TrafficSplit>;

  constructor(reader: ObjectReader, type: ResourceType<TrafficSplit>) {
    this.#reader = reader;
    this.#type = type;
  }

  async plan({ host, sourceNamespace }: RoutedRequest, signal: AbortSignal): Promise<RoutePlan | undefined> {
    const splits = await this.#reader.list(this.#type, undefined, signal);
    const found = splits.find(({ metadata, spec }) => canonicalHost(spec?.service ?? '', metadata.namespace ?? '') === canonicalHost(host, sourceNamespace));
    if (found === undefined) return undefined;
    const namespace = found.metadata.namespace ?? '';
    return { backends: (found.spec?.backends ?? []).map(({ service, weight }) => ({ service: { namespace, name: service }, weight: Number(weight) })), mirrors: [] };
  }
}
