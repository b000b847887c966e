import { event, hook, phase } from '../golden/lab.ts';
import type { Lab } from '../golden/lab.ts';
import { builtinMetrics, canary, deployment } from '../golden/objects.ts';
import type { Loose } from '../golden/objects.ts';
import type { Scenario } from '../golden/scenarios.ts';

/** A ConfigMap that the target's pods read. */
const settings = (color: string): Loose => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { color } });

/** A target with a config, and its canary. */
export function objects(lab: Lab, analysis: Record<string, unknown>, strategy = 'RollingUpdate'): Loose[] {
  const webhooks = [hook(lab, 'over', { type: 'post-rollout' })];
  const target = deployment({ container: { envFrom: [{ configMapRef: { name: 'settings' } }] } });
  return [
    settings('red'),
    { ...target, spec: { ...(target['spec'] as object), strategy: { type: strategy } } },
    canary('istio', { stepWeight: 50, maxWeight: 50, metrics: builtinMetrics, webhooks, ...analysis }),
  ];
}

/** A new image with a new config; its pods take their time, so that somebody can step in between. */
export async function newRevision(lab: Lab, tag: string, color: string): Promise<void> {
  await lab.patch('v1', 'ConfigMap', 'settings', { data: { color } });
  await lab.patch('apps/v1', 'Deployment', 'podinfo', { spec: { template: { metadata: { annotations: { 'nodeless/ready-after': '8s' } } } } });
  await lab.image(tag);
}

/** A release whose primary never becomes ready: its new pods don't come up where the canary's did. */
export async function promotedInVain(lab: Lab): Promise<void> {
  await phase(lab, 'Initialized');
  await newRevision(lab, '2', 'blue');
  await phase(lab, 'Promoting');
  await lab.patch('apps/v1', 'Deployment', 'podinfo-primary', { spec: { template: { metadata: { annotations: { 'nodeless/ready': 'never' } } } } });
  await event(lab, /^Promotion of podinfo\.\S+ failed, primary not ready: /, 200);
}

/** The primary comes back after a promotion in vain. */
export const restoredScenario: Scenario = {
  name: 'restored-primary',
  objects: lab => objects(lab, { restorePrimary: true }),
  steps: async lab => {
    await promotedInVain(lab);
    await event(lab, /^The promotion of .* failed; .* is what it was before, routing all traffic to it$/);
    // Who is killed now has time to come back.
    await lab.sleep(10_000);
  },
};
