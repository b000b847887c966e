import type { TargetFactory } from '@flagger/sdk';
import { replicatedFactory } from '../workload/replicated-factory.ts';
import { DEPLOYMENT_KIND } from './deployment-kind.ts';

/** Releases Deployments. */
export const deploymentFactory: TargetFactory = replicatedFactory(DEPLOYMENT_KIND);
