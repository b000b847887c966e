import type { TargetFactory } from '@flagger/sdk';
import { allow, READ } from '../access/verbs.ts';
import { SERVICES } from '../objects/service.ts';
import { ServiceTarget } from './service-target.ts';

/** Releases core Services. */
export const serviceFactory: TargetFactory = {
  handles: [{ apiVersion: '*', kind: 'Service' }],
  rbac: [allow(SERVICES, ...READ, 'create', 'update')],
  create: env => new ServiceTarget(env),
};
