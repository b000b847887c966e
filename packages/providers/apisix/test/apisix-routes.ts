import type { ObjectReader } from '@flagger/sdk';
import type { RoutedRequest, RoutePlan, RouteReader } from '@flagger/testkit';
import { APISIX_ROUTES } from '../src/apisix-types.ts';
import type { ApisixHttpRule } from '../src/apisix-types.ts';

/** Where APISIX sends requests: by the rule for their host that has the highest priority. */
export class ApisixRoutes implements RouteReader {
  readonly #reader: ObjectReader;

  constructor(reader: ObjectReader) {
    this.#reader = reader;
  }

  async plan({ host }: RoutedRequest, signal: AbortSignal): Promise<RoutePlan | undefined> {
    const routes = await this.#reader.list(APISIX_ROUTES, undefined, signal);
    const rules = routes.flatMap(({ metadata: { namespace = '' }, spec }) => (spec?.http ?? []).filter(({ match }) => match?.hosts?.includes(host)).map(rule => ({ namespace, rule })));
    const [winner] = rules.toSorted((a, b) => priority(b.rule) - priority(a.rule));
    if (winner === undefined || priority(winner.rule) === 0) return undefined;
    const { namespace, rule: { backends = [] } } = winner;
    return { backends: backends.map(({ serviceName, weight = 100 }) => ({ service: { namespace, name: serviceName }, weight })), mirrors: [] };
  }
}

function priority(rule: ApisixHttpRule): number {
  return rule.priority ?? 0;
}
