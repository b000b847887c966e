import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { Manifest } from '@flagger/sdk';
import { parse } from 'yaml';
import { EmbeddedWorld } from '../golden/embedded-world.ts';
import { event } from '../golden/lab.ts';
import { deployment } from '../golden/objects.ts';

jest.setTimeout(60_000);

const VIRTUAL_SERVICE = { apiVersion: 'networking.istio.io/v1beta1', kind: 'VirtualService' };
const AUTOSCALER = {
  apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'podinfo' },
  spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'podinfo' }, minReplicas: 2, maxReplicas: 4 },
};

let world: EmbeddedWorld;
afterEach(() => world.close());

const fixture = (name: string): Manifest => parse(readFileSync(new URL(`../lint/fixtures/${name}`, import.meta.url), 'utf8')) as Manifest;

/** A world with what an article deploys, initialised. Its load tester takes every task. */
async function deployArticle(canary: Manifest): Promise<void> {
  const { name, namespace = '' } = canary.metadata;
  world = await EmbeddedWorld.start(namespace);
  world.lab.control.faults.push([/^http:\/\/flagger-loadtester\./, { status: 202, body: '' }]);
  const target = deployment();
  await world.lab.create({ ...target, metadata: { ...target.metadata, name } });
  await world.lab.create(AUTOSCALER);
  await world.lab.create(canary);
  await event(world.lab, /^Initialization done!/);
}

/** `kubectl set image` */
async function setImage(name: string): Promise<void> {
  const containers = [{ name: 'podinfod', image: 'quay.io/stefanprodan/podinfo:1.4.1', ports: [{ name: 'http', containerPort: 9898 }] }];
  await world.lab.patch('apps/v1', 'Deployment', name, { spec: { template: { spec: { containers } } } });
}

/** What `kubectl describe canary` shows of a run; how often something is not ready yet depends on the machine. */
const told = (): readonly string[] => world.lab.messages().slice(world.lab.messages().findIndex(message => message.startsWith('New revision'))).filter(message => !message.includes('not ready'));

describe('Istio on GKE', () => {
  const BEGIN = ['New revision detected! Scaling up podinfo.test', 'Starting canary analysis for podinfo.test'];
  const advances = (...weights: readonly number[]): readonly string[] => weights.map(weight => `Advance podinfo.test canary weight ${weight}`);

  it('kubectl set image leads to a promotion, step by step', async () => {
    await deployArticle(fixture('converted/istio-v1beta1.yaml'));
    await setImage('podinfo');
    await event(world.lab, /^Promotion completed!/, 900);
    expect(told()).toEqual([
      ...BEGIN, ...advances(5, 10, 15, 20, 25, 30, 35, 40, 45, 50),
      'Copying podinfo.test template spec to podinfo-primary.test', 'Routing all traffic to primary', 'Promotion completed! Scaling down podinfo.test',
    ]);
    expect(Object.keys(await world.lab.dump())).toEqual(expect.arrayContaining([
      'Deployment podinfo-primary', 'HorizontalPodAutoscaler podinfo-primary', 'Service podinfo', 'Service podinfo-canary', 'Service podinfo-primary', 'VirtualService podinfo',
    ]));
  });

  it('errors and delays halt it, and roll it back at the tenth', async () => {
    const checks: readonly (readonly [RegExp, number, string])[] = [
      ...[69.17, 61.39, 55.06, 47, 37].map(rate => [/istio_requests_total/, rate, `success rate ${rate.toFixed(2)}% < 99%`] as const),
      ...[1.515, 1.6, 1.915, 2.05, 2.515].map(seconds => [/histogram_quantile/, seconds * 1000, `request duration ${seconds}s > 500ms`] as const),
    ];
    await deployArticle(fixture('converted/istio-v1beta1.yaml'));
    await setImage('podinfo');
    await event(world.lab, /canary weight 15$/);
    for (const [pattern, value, text] of checks) {
      world.lab.control.metrics.splice(0, 1, [pattern, value]);
      await world.lab.until(text, () => world.lab.messages().some(message => message.endsWith(text)));
    }
    await event(world.lab, /^Canary failed!/);
    expect(told()).toEqual([
      ...BEGIN, ...advances(5, 10, 15), ...checks.map(([, , text]) => `Halt podinfo.test advancement ${text}`),
      'Rolling back podinfo.test failed checks threshold reached 10', 'Canary failed! Scaling down podinfo.test',
    ]);
  });
});

describe('Rancher Fleet', () => {
  it('the VirtualService is as the article shows it, and the release goes through', async () => {
    await deployArticle(fixture('fleet-v1beta1.yaml'));
    await setImage('fleet-simple-app');
    await event(world.lab, /^Advance fleet-simple-app.canary-demo canary weight 10$/);
    expect(world.api.store.get(VIRTUAL_SERVICE, { namespace: 'canary-demo', name: 'fleet-simple-app' })).toMatchObject({
      metadata: { ownerReferences: [{ apiVersion: 'flagger.app/v1beta1', blockOwnerDeletion: true, controller: true, kind: 'Canary', name: 'fleet-simple-app' }] },
      spec: {
        gateways: ['mesh'], hosts: ['fleet-simple-app'],
        http: [{ route: [{ destination: { host: 'fleet-simple-app-primary' }, weight: 90 }, { destination: { host: 'fleet-simple-app-canary' }, weight: 10 }] }],
      },
    });
    await event(world.lab, /^Promotion completed! Scaling down fleet-simple-app.canary-demo$/, 900);
  });
});
