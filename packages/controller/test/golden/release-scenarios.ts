import type { Lab } from './lab.ts';
import { phase } from './lab.ts';
import { builtinMetrics } from './objects.ts';
import type { Loose } from './objects.ts';
import { appMesh, gateway, gatewayService } from './mesh-scenarios.ts';
import { ingressRef, skipper, story } from './provider-scenarios.ts';
import type { ProviderNeeds, ProviderScenario } from './provider-scenarios.ts';
import { promoted, rolledBack, step } from './scenarios.ts';

/** Labels and annotations of the three Services. */
const tiers = { apex: { labels: { tier: 'apex' }, annotations: { note: 'apex' } }, primary: { labels: { tier: 'primary' } }, canary: { annotations: { note: 'canary' } } };

/** A query with all that a MetricTemplate can name. */
const names = ({ base }: Lab): Loose => ({
  apiVersion: 'flagger.app/v1beta1', kind: 'MetricTemplate', metadata: { name: 'names' },
  spec: {
    provider: { type: 'prometheus', address: `${base}/prom` },
    query: 'q{name="{{ name }}",namespace="{{ namespace }}",target="{{ target }}",service="{{ service }}",ingress="{{ ingress }}",route="{{ route }}",interval="{{ interval }}",x="{{ variables.x }}"}',
  },
});

const bySteps = {
  stepWeights: [10, 50], stepWeightPromotion: 50,
  metrics: [...builtinMetrics, { name: 'names', templateRef: { name: 'names' }, thresholdRange: { max: 1000 }, templateVariables: { x: 'y' } }],
};

/** A release that is promoted, one that goes, and one more that is promoted. */
async function threeReleases(lab: Lab): Promise<void> {
  await promoted(lab);
  await lab.sleep(11_000);
  await lab.image('3');
  await lab.until('traffic on the canary', async () => {
    const status = (await lab.canary())?.status;
    return status?.phase === 'Progressing' && (status.canaryWeight ?? 0) > 0;
  });
  lab.mark('success rate falls to 50');
  lab.control.metrics.unshift([/./, 50]);
  await phase(lab, 'Failed');
  lab.control.metrics.shift();
  await lab.sleep(12_000);
  await lab.image('4');
  await lab.until('the third release', async () => (await lab.canary())?.status?.phase !== 'Failed');
  await phase(lab, 'Succeeded', 400);
}

/** The canary is deleted after a release. */
async function deleted(lab: Lab): Promise<void> {
  await promoted(lab);
  await lab.sleep(11_000);
  lab.mark('canary deleted');
  await lab.remove('flagger.app/v1beta1', 'Canary', 'podinfo');
  await lab.until('the canary is gone', async () => (await lab.canary()) === undefined, 120);
  await lab.sleep(11_000);
}

const backend = (name: string, port: object): object => ({ service: { name, port } });

/** A user's Ingress of several hosts, with a split and a memory of its own. */
const publicIngress: Loose = {
  apiVersion: ingressRef.apiVersion, kind: ingressRef.kind,
  metadata: {
    name: 'public', labels: { app: 'podinfo', mine: 'x' },
    annotations: {
      'kubernetes.io/ingress.class': 'nginx', 'nginx.ingress.kubernetes.io/canary-weight': '77', 'nginx.ingress.kubernetes.io/rewrite-target': '/',
      'kubectl.kubernetes.io/last-applied-configuration': '{}',
    },
  },
  spec: {
    tls: [{ hosts: ['app.example.com'], secretName: 'tls' }],
    rules: [
      { host: 'app.example.com', http: { paths: [
        { path: '/', pathType: 'Prefix', backend: backend('shop', { number: 80 }) }, { path: '/other', pathType: 'Prefix', backend: backend('other', { name: 'http' }) },
      ] } },
      { host: 'b.example.com', http: { paths: [{ path: '/b', pathType: 'Exact', backend: backend('shop', { number: 80 }) }] } },
    ],
  },
};

const nginx: ProviderNeeds = {
  provider: 'nginx', crds: [], given: lab => [names(lab), publicIngress],
  fields: () => ({ service: { name: 'shop', ...tiers }, spec: { ingressRef: { ...ingressRef, name: 'public' } } }),
};
const mesh: ProviderNeeds = {
  ...appMesh, given: lab => [names(lab)],
  fields: lab => ({ service: { ...appMesh.fields?.(lab).service, name: 'shop', match: [{ uri: { prefix: '/api' } }], ...tiers } }),
};
const affinity = {
  ...step,
  sessionAffinity: {
    cookieName: 'flagger-cookie', primaryCookieName: 'primary-cookie', maxAge: 600, httpOnly: true, secure: true, path: '/app', domain: 'example.com', sameSite: 'Strict', partitioned: true,
  },
};

/** Stories of several releases, of cookies and of deletion, in which real Flagger was recorded on other providers than Istio. */
export const releaseScenarios: readonly ProviderScenario[] = [
  story(nginx, 'three-releases', bySteps, threeReleases),
  story(mesh, 'three-releases', bySteps, threeReleases),
  story(gateway('gatewayapi:v1', { ...gatewayService, match: [{ uri: { prefix: '/api' } }] }), 'affinity-rollback', affinity, rolledBack),
  story({ ...skipper, fields: () => ({ spec: { ingressRef, revertOnDeletion: true } }) }, 'revert-on-deletion', step, deleted),
];
