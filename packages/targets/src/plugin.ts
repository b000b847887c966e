import { definePlugin } from '@flagger/sdk';
import { serviceFactory } from './core-service/service-factory.ts';
import { daemonSetFactory } from './daemon-set/daemon-set-factory.ts';
import { deploymentFactory } from './deployment/deployment-factory.ts';
import { knativeFactory } from './knative/knative-factory.ts';
import { hpaFactory, kedaFactory } from './scalers/scaler-factories.ts';
import { statefulSetFactory } from './stateful-set/stateful-set-factory.ts';

/** Targets and scalers that come with the operator. */
export const targetsPlugin = definePlugin({
  name: 'targets',
  sdk: '^1.0.0',
  targets: [deploymentFactory, daemonSetFactory, statefulSetFactory, serviceFactory, knativeFactory],
  scalers: [hpaFactory, kedaFactory],
});
