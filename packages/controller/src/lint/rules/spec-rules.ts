import { listDoubts } from '../../canary/doubts.ts';
import { verifyCanary } from '../../canary/verify-canary.ts';
import { parseField } from '../field-path.ts';
import type { Problem } from '../finding.ts';
import type { CanarySubject } from './canary-subject.ts';

/** Where the operator's refusals point to, and what helps. */
const REFUSALS: readonly (readonly [says: RegExp, field: string, fix: string])[] = [
  [/gloo upstream/, 'spec.upstreamRef.namespace', "name an Upstream of the canary's own namespace"],
  [/metric template/, 'spec.analysis.metrics', "name a MetricTemplate of the canary's own namespace"],
  [/alert provider/, 'spec.analysis.alerts', "name an AlertProvider of the canary's own namespace"],
  [/with Knative Service as target/, 'spec.provider', 'write provider: knative'],
  [/provider is set to knative/, 'spec.targetRef', 'name a Service of serving.knative.dev/v1, or take another provider'],
  [/autoscaler/, 'spec.autoscalerRef', 'take it out: Knative scales by itself'],
  [/cookie/, 'spec.analysis.sessionAffinity.primaryCookieName', 'write another name'],
];

/** What the running operator would refuse. */
export function refusalProblems({ canary, noCrossNamespaceRefs }: CanarySubject): readonly Problem[] {
  const reason = verifyCanary(canary, { noCrossNamespaceRefs });
  if (reason === undefined) return [];
  const [, field, fix] = REFUSALS.find(([says]) => says.test(reason)) ?? [undefined, 'spec', 'write what is allowed'];
  return [{ rule: 'spec', path: parseField(field), problem: reason, fix }];
}

/** What the running operator would doubt. */
export function doubtProblems({ canary, provider }: CanarySubject): readonly Problem[] {
  return listDoubts(canary, provider.capabilities).map(({ topic, field, problem, fix }) => ({ rule: topic, path: parseField(field), problem, fix }));
}
