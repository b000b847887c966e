import { CanaryError, serviceNames } from '@flagger/sdk';
import type { Canary, ObjectMeta, Traffic } from '@flagger/sdk';
import { isDecided, NEVER_TAKEN, TAKEN, withPredicate } from './predicates.ts';

type Annotations = Readonly<Record<string, string>>;

const WEIGHTS = 'zalando.org/backend-weights';
const PREDICATES = 'zalando.org/skipper-predicate';

/** Whether requests come to the generated Ingress, even if the canary gets none of them. */
export type Standing = 'taken' | 'never taken';

/** Annotations with the weights of a split. @source flagger pkg/router/skipper.go makeAnnotations */
export function splitAnnotations(annotations: Annotations, canary: Canary, { traffic, standing }: { readonly traffic: Traffic; readonly standing: Standing }): Annotations {
  const { primary, canary: host } = serviceNames(canary);
  return {
    ...annotations,
    [WEIGHTS]: JSON.stringify({ [host]: traffic.canary, [primary]: traffic.primary }),
    [PREDICATES]: withPredicate(annotations[PREDICATES] ?? '', standing === 'taken' ? TAKEN : NEVER_TAKEN),
  };
}

/** The split that annotations say, and whether it counts; undefined where they say neither or but one. */
export function liveSplit(annotations: Annotations, canary: Canary): { readonly traffic: Traffic; readonly standing: Standing } | undefined {
  const traffic = liveTraffic(annotations, canary);
  const predicates = annotations[PREDICATES] ?? '';
  if (traffic === undefined || !isDecided(predicates)) return undefined;
  return { traffic, standing: predicates.includes(NEVER_TAKEN) ? 'never taken' : 'taken' };
}

/** The split that a generated Ingress says. @throws CanaryError Invalid, where it says none @source flagger pkg/router/skipper.go GetRoutes */
export function readTraffic({ name, namespace = '', annotations = {} }: ObjectMeta, canary: Canary): Traffic {
  const traffic = liveTraffic(annotations, canary);
  if (traffic !== undefined) return traffic;
  const { primary, canary: host } = serviceNames(canary);
  throw new CanaryError('Invalid', 'later', `Ingress ${name}.${namespace} annotation ${WEIGHTS} has no weights for ${primary} and ${host}`);
}

function liveTraffic(annotations: Annotations, canary: Canary): Traffic | undefined {
  const weights = parseWeights(annotations[WEIGHTS] ?? '');
  const names = serviceNames(canary);
  const [primary, share] = [weights[names.primary], weights[names.canary]];
  return typeof primary === 'number' && typeof share === 'number' ? { primary, canary: share, mirrored: false } : undefined;
}

function parseWeights(text: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
