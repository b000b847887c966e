import { INGRESSES } from '@flagger/sdk';
import type { Ingress, ObjectReader } from '@flagger/sdk';
import type { RoutedRequest, RoutePlan, RouteReader } from '@flagger/testkit';

const PREFIX = 'nginx.ingress.kubernetes.io';

/** Where NGINX sends requests: by header before cookie before weight. */
export class NginxRoutes implements RouteReader {
  readonly #reader: ObjectReader;

  constructor(reader: ObjectReader) {
    this.#reader = reader;
  }

  async plan(request: RoutedRequest, signal: AbortSignal): Promise<RoutePlan | undefined> {
    const found = (await this.#reader.list(INGRESSES, undefined, signal)).filter(({ spec }) => spec?.rules?.some(({ host }) => host === request.host));
    const main = found.find(ingress => annotation(ingress, 'canary') !== 'true');
    const canary = found.find(ingress => annotation(ingress, 'canary') === 'true');
    if (main === undefined) return undefined;
    const percent = canary === undefined ? 0 : percentOf(canary, request);
    return { backends: [backend(main, 100 - percent), ...(canary && percent > 0 ? [backend(canary, percent)] : [])], mirrors: [] };
  }
}

function percentOf(ingress: Ingress, { headers }: RoutedRequest): number {
  const value = headers[(annotation(ingress, 'canary-by-header') ?? '').toLowerCase()];
  const [wanted, pattern] = [annotation(ingress, 'canary-by-header-value'), annotation(ingress, 'canary-by-header-pattern')];
  if (value !== undefined && (pattern === undefined ? value === (wanted ?? 'always') : new RegExp(pattern).test(value))) return 100;
  const cookie = annotation(ingress, 'canary-by-cookie');
  if (cookie !== undefined && headers['cookie']?.split(/; ?/).includes(`${cookie}=always`)) return 100;
  return Number(annotation(ingress, 'canary-weight') ?? 0);
}

/** The apex Service leads to the primary's Pods. */
function backend({ metadata: { namespace = '' }, spec }: Ingress, weight: number): RoutePlan['backends'][number] {
  const name = spec?.rules?.[0]?.http?.paths[0]?.backend.service?.name ?? '';
  return { service: { namespace, name: name === 'podinfo' ? 'podinfo-primary' : name }, weight };
}

function annotation({ metadata: { annotations = {} } }: Ingress, name: string): string | undefined {
  return annotations[`${PREFIX}/${name}`];
}
