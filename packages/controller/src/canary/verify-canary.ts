import type { Canary, NamespacedRef } from '@flagger/sdk';
import { lastApplied, tellOldForm } from '../old-form/tell-old-form.ts';

/** Operator-wide settings that decide whether a canary is valid. */
export interface VerifySettings {
  /** Flag `-no-cross-namespace-refs`. */
  readonly noCrossNamespaceRefs: boolean;
}

/** A check of a canary: why it is invalid, or undefined. */
type Check = (canary: Canary, settings: VerifySettings) => string | undefined;

/** In the order in which a user is told. @source flagger pkg/controller/controller.go verifyCanary */
const CHECKS: readonly Check[] = [oldForm, blockedReference, knativeTarget, sessionCookies];

/** Why a canary can't be run, in Flagger's words; undefined where it can. */
export function verifyCanary(canary: Canary, settings: VerifySettings): string | undefined {
  for (const check of CHECKS) {
    const reason = check(canary, settings);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/**
 * The others look into `spec.analysis`, which a canary of old doesn't have. The API server takes no such object today, but keeps what it has.
 *
 * @differs A canary with only `spec.canaryAnalysis` is refused and shown today's form; Flagger crashes at it: `old-form.test.ts` "is told on the canary until it is mended"
 */
function oldForm(canary: Canary): string | undefined {
  const { analysis }: Partial<Canary['spec']> = canary.spec;
  if (analysis !== undefined) return undefined;
  const manifest = { ...canary };
  return tellOldForm(manifest) ?? tellOldForm(lastApplied(manifest) ?? {}) ?? 'spec.analysis is missing';
}

function blockedReference({ metadata, spec }: Canary, { noCrossNamespaceRefs }: VerifySettings): string | undefined {
  if (!noCrossNamespaceRefs) return undefined;
  const { metrics = [], alerts = [] } = spec.analysis ?? {};
  const references: readonly (readonly [what: string, ref: NamespacedRef | undefined])[] = [
    ['gloo upstream', spec.upstreamRef],
    ...metrics.map(({ templateRef }) => ['metric template', templateRef] as const),
    ...alerts.map(({ providerRef }) => ['alert provider', providerRef] as const),
  ];
  const blocked = references.find(([, ref]) => ref?.namespace && ref.namespace !== metadata.namespace);
  if (blocked?.[1] === undefined) return undefined;
  const [what, { name, namespace }] = blocked;
  return `can't access ${what} ${name}.${namespace}, cross-namespace references are blocked`;
}

function knativeTarget({ spec: { targetRef, provider = '', autoscalerRef } }: Canary): string | undefined {
  const isKnative = targetRef.kind === 'Service' && targetRef.apiVersion === 'serving.knative.dev/v1';
  if (isKnative && provider !== 'knative') return `can't use ${provider} provider with Knative Service as target`;
  if (!isKnative && provider === 'knative') return `can't use ${targetRef.apiVersion}/${targetRef.kind} as target if provider is set to knative`;
  return isKnative && autoscalerRef !== undefined ? "can't use autoscaler with Knative Service" : undefined;
}

function sessionCookies({ spec }: Canary): string | undefined {
  const { cookieName, primaryCookieName } = spec.analysis?.sessionAffinity ?? {};
  if (cookieName === undefined || cookieName !== primaryCookieName) return undefined;
  return "can't use the same cookie name for both primary and cookie name; please update them to be different";
}
