import { INGRESSES } from '@flagger/sdk';
import type { Ingress, ObjectReader } from '@flagger/sdk';
import type { RoutedRequest, RoutePlan, RouteReader } from '@flagger/testkit';

/** Where Skipper sends requests: of the Ingresses that are taken, by the one with the most predicates. */
export class SkipperRoutes implements RouteReader {
  readonly #reader: ObjectReader;

  constructor(reader: ObjectReader) {
    this.#reader = reader;
  }

  async plan({ host }: RoutedRequest, signal: AbortSignal): Promise<RoutePlan | undefined> {
    const found = (await this.#reader.list(INGRESSES, undefined, signal)).filter(({ spec }) => spec?.rules?.some(rule => rule.host === host));
    const taken = found.filter(ingress => !predicates(ingress).includes('False()'));
    const [winner] = taken.toSorted((a, b) => predicates(b).length - predicates(a).length);
    return winner === undefined || predicates(winner) === '' ? undefined : planOf(winner);
  }
}

function planOf({ metadata: { namespace = '', annotations = {} }, spec }: Ingress): RoutePlan {
  const weights = JSON.parse(annotations['zalando.org/backend-weights'] ?? '{}') as Record<string, number>;
  const names = spec?.rules?.flatMap(({ http }) => http?.paths.map(({ backend }) => backend.service?.name ?? '') ?? []) ?? [];
  const even = names.every(name => weights[name] === undefined);
  return { backends: names.map(name => ({ service: { namespace, name }, weight: even ? 1 : (weights[name] ?? 0) })), mirrors: [] };
}

function predicates({ metadata: { annotations = {} } }: Ingress): string {
  return annotations['zalando.org/skipper-predicate'] ?? '';
}
