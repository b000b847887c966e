import { serviceNames } from '@flagger/sdk';
import type { Canary, HeaderOperations } from '@flagger/sdk';
import type { Backend, RoutePlan } from '../traffic/route-plan.ts';

/** Where the requests of one kind go, in percent, and what the answers set. */
export interface RealSplit {
  readonly primary: number;
  readonly canary: number;
  /** Copies go to the canary. */
  readonly mirrored: boolean;
}

/** The split that a data plane makes of a plan; without a plan the apex Service sends all to the primary. */
export function realSplit(plan: RoutePlan | undefined, canary: Canary): RealSplit {
  if (plan === undefined) return { primary: 100, canary: 0, mirrored: false };
  const names = serviceNames(canary);
  const total = plan.backends.reduce((sum, { weight }) => sum + weight, 0);
  const percentOf = (name: string): number => Math.round(plan.backends.filter(backend => isNamed(backend, name)).reduce((sum, { weight }) => sum + (weight * 100) / total, 0));
  const mirrored = plan.mirrors.some(({ service, percent }) => service.name === names.canary && percent > 0);
  return { primary: percentOf(names.primary), canary: percentOf(names.canary), mirrored };
}

/** The cookies that answers of a Service set, as the route and the backend add them. */
export function setCookies(plan: RoutePlan | undefined, service: string): readonly string[] {
  const backend = plan?.backends.find(each => isNamed(each, service));
  return [plan?.responseHeaders, backend?.responseHeaders].flatMap(cookiesOf);
}

function isNamed({ service }: Backend, name: string): boolean {
  return service.name === name;
}

function cookiesOf({ add = {}, set = {} }: HeaderOperations = {}): readonly string[] {
  return [...Object.entries(add), ...Object.entries(set)].filter(([name]) => name.toLowerCase() === 'set-cookie').map(([, cookie]) => cookie);
}
