import type { Canary, Readiness, Role } from '@flagger/sdk';
import type { NamedType } from '../objects/named-type.ts';
import type { PodTemplate } from '../objects/pod-template.ts';
import type { Workload } from '../objects/workload.ts';
import type { AffinityRule } from '../template/affinity.ts';

/** What a kind's rule of readiness is asked. */
export interface ReadinessQuestion {
  readonly canary: Canary;
  readonly role: Role;
  readonly nowMs: number;
}

/** What a target is released with. */
export interface ReleaseParts<W extends Workload> {
  readonly canary: Canary;
  /** Undefined before the first release. */
  readonly primary: W | undefined;
}

/** Everything that differs between kinds of workload, but for their scale. */
export interface WorkloadKind<W extends Workload> {
  readonly type: NamedType<W>;
  /** Fields of the specification that the primary has from the target. */
  readonly carriedFields: readonly (keyof W['spec'])[];
  /** @throws CanaryError Invalid (a target that can't be released) */
  check(target: W, release: ReleaseParts<W>): void;
  /** The target's pods, without what a scale to zero does to them. */
  template(target: W): PodTemplate;
  /** The template with what keeps the primary's pods apart. */
  spread(template: PodTemplate, rule: AffinityRule): PodTemplate;
  /** Fields of a new primary beside those carried. */
  initialFields(target: W, canary: Canary): Partial<W['spec']>;
  /** Fields that a promotion brings beside those carried. */
  promotedFields(target: W, canary: Canary): Partial<W['spec']>;
  readiness(workload: W, question: ReadinessQuestion): Readiness;
}

/** How a kind of workload stops and starts. */
export interface WorkloadScale {
  toZero(canary: Canary, signal: AbortSignal): Promise<void>;
  fromZero(canary: Canary, signal: AbortSignal): Promise<void>;
  /** The target runs again as the primary does. */
  giveBack(canary: Canary, signal: AbortSignal): Promise<void>;
}
