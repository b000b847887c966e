import type { Canary, Provider } from '@flagger/sdk';
import type { Problem } from '../finding.ts';

/** A canary in today's form that the schema takes, and its provider. */
export interface CanarySubject {
  readonly canary: Canary;
  readonly providerName: string;
  readonly provider: Provider;
  /** Every provider that could take its place. */
  readonly loaded: readonly Provider[];
  /** Flag `-no-cross-namespace-refs`. */
  readonly noCrossNamespaceRefs: boolean;
}

/** Looks at one canary. */
export type CanaryRule = (subject: CanarySubject) => readonly Problem[];
