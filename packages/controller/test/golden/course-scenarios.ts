import type { Lab } from './lab.ts';
import { event, hook, phase } from './lab.ts';
import { builtinMetrics, canary, deployment } from './objects.ts';
import { initialized, promoted, step } from './scenarios.ts';
import type { Scenario } from './scenarios.ts';

const HOOKS = ['confirm-rollout', 'pre-rollout', 'rollout', 'confirm-traffic-increase', 'confirm-promotion', 'post-rollout', 'rollback', 'event'];

/** One hook of a type, named as the type. */
const gate = (lab: Lab, type: string, answer: number): Record<string, unknown> => {
  lab.control.hooks[type] = answer;
  return hook(lab, type, { type });
};

function answers(lab: Lab, name: string, status: number): void {
  lab.mark(`hook ${name} answers ${String(status)}`);
  lab.control.hooks[name] = status;
}

/** Turns of a release that come from hooks, from the target and from the primary, in which real Flagger was recorded. */
export const courseScenarios: readonly Scenario[] = [
  {
    name: 'istio-blue-green-mirror',
    objects: lab => {
      lab.control.hooks['rollback'] = 403;
      const webhooks = HOOKS.map(type => hook(lab, type, { type, metadata: { m: type } }));
      return [deployment(), canary('istio', { iterations: 2, mirror: true, metrics: builtinMetrics, webhooks })];
    },
    steps: promoted,
  },
  {
    name: 'istio-rollback-hook',
    objects: lab => [deployment(), canary('istio', { ...step, webhooks: [gate(lab, 'rollback', 403), hook(lab, 'post', { type: 'post-rollout' })] })],
    steps: async lab => {
      await initialized(lab);
      await lab.image('2');
      await event(lab, /Advance .* weight 30/);
      answers(lab, 'rollback', 200);
      await phase(lab, 'Failed');
      answers(lab, 'rollback', 403);
      await lab.sleep(12_000);
      await lab.image('3');
      await phase(lab, 'Succeeded', 300);
    },
  },
  {
    name: 'istio-back-midway',
    objects: lab => [deployment(), canary('istio', { ...step, stepWeight: 20, maxWeight: 40, webhooks: [gate(lab, 'confirm-promotion', 200)] })],
    steps: async lab => {
      await initialized(lab);
      await lab.image('2');
      await event(lab, /Advance .* weight 20/);
      await lab.image('1');
      await phase(lab, 'Succeeded');
      answers(lab, 'confirm-promotion', 403);
      await phase(lab, 'WaitingPromotion');
      await lab.sleep(3000);
      answers(lab, 'confirm-promotion', 200);
      await phase(lab, 'Succeeded');
    },
  },
  {
    name: 'istio-primary-stuck',
    objects: lab => [
      deployment(),
      canary('istio', { ...step, stepWeight: 50, webhooks: [gate(lab, 'confirm-promotion', 403), hook(lab, 'post', { type: 'post-rollout' })] }, { spec: { progressDeadlineSeconds: 20 } }),
    ],
    steps: async lab => {
      await initialized(lab);
      await lab.image('2');
      await phase(lab, 'WaitingPromotion');
      answers(lab, 'confirm-promotion', 200);
      await phase(lab, 'Promoting');
      await lab.patch('apps/v1', 'Deployment', 'podinfo-primary', { spec: { progressDeadlineSeconds: 20, template: { metadata: { annotations: { 'nodeless/ready': 'never' } } } } });
      await phase(lab, 'Failed', 90);
      await lab.sleep(11_000);
    },
  },
];
