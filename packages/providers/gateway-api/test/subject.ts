import { readFileSync } from 'node:fs';
import type { RouteSubject, Traffic } from '@flagger/sdk';
import { sampleSubject, splitAt } from '@flagger/testkit';
import type { RouterSubject, SampleFields } from '@flagger/testkit';
import type { GatewayApiVersion } from '../src/gateway-api-versions.ts';
import plugin from '../src/index.ts';
import { HttpRoutes } from './http-routes.ts';

/** The canary `podinfo` in namespace `test`, behind the gateway `public`. */
export function subject({ service, ...fields }: SampleFields = {}): RouteSubject {
  return sampleSubject({ ...fields, service: { hosts: ['app.example.com'], gatewayRefs: [{ name: 'public', namespace: 'infra' }], ...service } });
}

/** A version of the Gateway API, to be held to the laws. */
export function routerSubject({ names, routes }: GatewayApiVersion): RouterSubject {
  const provider = plugin.providers.find(each => each.names === names);
  if (provider === undefined) throw new Error('each version is a provider');
  return {
    provider,
    crds: readFileSync(new URL('../../../deploy/crds/third-party/gateway-api.yaml', import.meta.url), 'utf8'),
    canary: subject().canary,
    objects: [{ type: routes, name: 'podinfo', carriesMetadata: true }],
    change: { headers: { request: { set: { 'x-lab': '1' } } } },
    dataPlane: reader => new HttpRoutes(reader, routes),
    request: { host: 'app.example.com', gateway: 'infra/public' },
  };
}

export const split = (canary: number, mirrored = false): Traffic => ({ ...splitAt(canary), mirrored });
export const START = split(0);
