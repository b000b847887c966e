import type { Lab } from './lab.ts';
import { event, hook, phase } from './lab.ts';
import type { Loose } from './objects.ts';
import { builtinMetrics, canary, deployment } from './objects.ts';
import { initialized } from './scenarios.ts';
import type { Scenario } from './scenarios.ts';

const SEVERITIES = { slack: 'warn', msteams: 'info', discord: 'error', rocket: 'warn', gchat: 'info' };
const GATES = { rollout: 'confirm-rollout', increase: 'confirm-traffic-increase', promotion: 'confirm-promotion' };

function channels({ base, namespace }: Lab): Loose[] {
  const address = (type: string): string => `${base}/alert/${namespace}/${type}`;
  const providers = Object.keys(SEVERITIES).map(type => ({
    apiVersion: 'flagger.app/v1beta1', kind: 'AlertProvider', metadata: { name: type },
    spec: { type, ...(type === 'discord' ? { secretRef: { name: 'discord-url' } } : { address: address(type) }) },
  }));
  return [{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'discord-url' }, stringData: { address: `${address('discord')}?thread=1`, token: 'unused' } }, ...providers];
}

function opens(lab: Lab, gate: keyof typeof GATES): void {
  lab.mark(`hook ${gate} answers 200`);
  lab.control.hooks[gate] = 200;
}

/** What channels hear at closed gates, in which real Flagger was recorded. */
export const alertScenarios: readonly Scenario[] = [
  {
    name: 'istio-alerts-gates',
    objects: lab => {
      for (const gate of Object.keys(GATES)) lab.control.hooks[gate] = 403;
      const alerts = Object.entries(SEVERITIES).map(([name, severity]) => ({ name, severity, providerRef: { name, namespace: lab.namespace } }));
      const webhooks = Object.entries(GATES).map(([name, type]) => hook(lab, name, { type }));
      return [...channels(lab), deployment(), canary('istio', { stepWeights: [20, 50], metrics: builtinMetrics, alerts, webhooks })];
    },
    steps: async lab => {
      await initialized(lab);
      await lab.image('2');
      await phase(lab, 'Waiting');
      opens(lab, 'rollout');
      await event(lab, /waiting for traffic increase approval/);
      opens(lab, 'increase');
      await phase(lab, 'WaitingPromotion');
      opens(lab, 'promotion');
      await phase(lab, 'Succeeded', 300);
    },
  },
];
