import type { TargetFactory } from '@flagger/sdk';
import { allow, READ } from '../access/verbs.ts';
import { KNATIVE_REVISIONS, KNATIVE_SERVICES } from '../objects/knative.ts';
import { KnativeTarget } from './knative-target.ts';

/** Releases Knative Services. */
export const knativeFactory: TargetFactory = {
  handles: [{ apiVersion: 'serving.knative.dev/v1', kind: 'Service' }],
  rbac: [allow(KNATIVE_SERVICES, ...READ, 'patch'), allow(KNATIVE_REVISIONS, ...READ)],
  create: env => new KnativeTarget(env),
};
