import { CanaryError } from '@flagger/sdk';
import type { Canary, ObjectMeta, Traffic } from '@flagger/sdk';
import { testAnnotations } from './test-annotations.ts';

type Annotations = Readonly<Record<string, string>>;

/** kubectl's memory of what the user applied to the other Ingress. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * The annotations of the generated Ingress at a split; `annotations` are those that it has, or the user's.
 *
 * @throws CanaryError Unsupported
 * @source flagger pkg/router/ingress.go SetRoutes
 * @differs What let testers in goes as soon as the split is one of weights; Flagger waits until the canary gets nothing. Test: nginx render "leaves nothing of a test behind"
 */
export function splitAnnotations(annotations: Annotations, canary: Canary, { traffic, prefix }: { readonly traffic: Traffic; readonly prefix: string }): Annotations {
  const kept = Object.entries(annotations).filter(([key]) => !key.includes(`${prefix}/canary`) && key !== LAST_APPLIED);
  const { match = [] } = canary.spec.analysis;
  const testing = match.length > 0 && traffic.canary > 0;
  const own = { canary: 'true', 'canary-weight': testing ? '0' : String(traffic.canary), ...(testing && testAnnotations(match)) };
  return { ...Object.fromEntries(kept), ...Object.fromEntries(Object.entries(own).map(([key, value]) => [`${prefix}/${key}`, value])) };
}

/**
 * The split that a generated Ingress says.
 *
 * @throws CanaryError Invalid, where the weight is no number
 * @source flagger pkg/router/ingress.go GetRoutes
 */
export function readTraffic({ name, namespace = '', annotations = {} }: ObjectMeta, canary: Canary, prefix: string): Traffic {
  const tested = (canary.spec.analysis.match ?? []).length > 0 && ['canary-by-cookie', 'canary-by-header'].some(key => `${prefix}/${key}` in annotations);
  if (tested) return { primary: 0, canary: 100, mirrored: false };
  const text = annotations[`${prefix}/canary-weight`] ?? '0';
  const weight = Number(text);
  if (/^\d+$/.test(text) && weight <= 100) return { primary: 100 - weight, canary: weight, mirrored: false };
  throw new CanaryError('Invalid', 'later', `Ingress ${name}.${namespace} annotation ${prefix}/canary-weight is "${text}", not a whole number from 0 to 100`);
}
