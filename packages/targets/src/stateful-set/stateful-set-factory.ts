import type { TargetFactory } from '@flagger/sdk';
import { replicatedFactory } from '../workload/replicated-factory.ts';
import { STATEFUL_SET_KIND } from './stateful-set-kind.ts';

/** Releases StatefulSets. */
export const statefulSetFactory: TargetFactory = replicatedFactory(STATEFUL_SET_KIND);
