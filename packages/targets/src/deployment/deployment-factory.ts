import type { TargetFactory } from '@flagger/sdk';
import { allow, READ } from '../access/verbs.ts';
import { CONFIG_MAPS, SECRETS } from '../objects/config.ts';
import { DEPLOYMENTS } from '../objects/deployment.ts';
import { HORIZONTAL_POD_AUTOSCALERS } from '../objects/horizontal-pod-autoscaler.ts';
import { SCALED_OBJECTS } from '../objects/scaled-object.ts';
import { SERVICES } from '../objects/service.ts';
import { WorkloadTarget } from '../workload/workload-target.ts';
import { DEPLOYMENT_KIND } from './deployment-kind.ts';
import { DeploymentScale } from './deployment-scale.ts';

/** Releases Deployments. */
export const deploymentFactory: TargetFactory = {
  handles: [{ apiVersion: '*', kind: 'Deployment' }],
  rbac: [
    allow(DEPLOYMENTS, ...READ, 'create', 'update', 'patch'),
    allow(SERVICES, ...READ, 'create', 'update'),
    allow(CONFIG_MAPS, ...READ, 'create', 'update'),
    allow(SECRETS, ...READ, 'create', 'update'),
    allow(HORIZONTAL_POD_AUTOSCALERS, ...READ),
    allow(SCALED_OBJECTS, ...READ),
  ],
  create: env => new WorkloadTarget(env, DEPLOYMENT_KIND, new DeploymentScale(env.store)),
};
