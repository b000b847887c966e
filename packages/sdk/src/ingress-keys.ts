import type { Canary } from './crd/canary.ts';
import { CanaryError } from './errors.ts';
import type { ObjectKey } from './manifest.ts';

/** Where the user's Ingress is, and the one that a provider makes beside it. */
export interface IngressKeys {
  readonly source: Required<ObjectKey>;
  readonly generated: Required<ObjectKey>;
}

/**
 * The Ingresses of a canary.
 *
 * @throws CanaryError Invalid without `spec.ingressRef`
 * @differs Flagger crashes without a `spec.ingressRef` when it reads or sets a split. Test: `ingress-keys.test.ts` "names no Ingress"
 */
export function ingressKeys({ metadata: { namespace = '' }, spec: { ingressRef } }: Canary): IngressKeys {
  if (!ingressRef?.name) throw new CanaryError('Invalid', 'never', 'ingress selector is empty: spec.ingressRef names no Ingress');
  return { source: { namespace, name: ingressRef.name }, generated: { namespace, name: `${ingressRef.name}-canary` } };
}
