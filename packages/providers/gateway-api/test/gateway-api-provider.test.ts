import { describe, expect, it } from '@jest/globals';
import { httpObserver } from '@flagger/sdk';
import { grpcObserver } from '../src/grpc-observer.ts';
import plugin from '../src/index.ts';

describe('the Gateway API', () => {
  it('is a provider for each version', () => {
    expect(plugin.providers.map(({ names, capabilities: { affinity, readBack } }) => [names, affinity, readBack])).toEqual([
      [['gatewayapi:v1*'], 'canary-and-primary', 'eventual'],
      [['gatewayapi:v1beta1*'], 'canary', 'immediate'],
      [['gatewayapi:v1:grpc'], 'none', 'eventual'],
    ]);
  });

  it('measures by what the application says', () => {
    expect(plugin.providers.map(({ observer }) => observer)).toEqual([httpObserver, httpObserver, grpcObserver]);
  });

  it('needs parents for its routes, or a route of the user', () => {
    for (const { capabilities } of plugin.providers) expect(capabilities.requires).toEqual(['spec.service.gatewayRefs or spec.routeRef or spec.routeRefs']);
  });

  it('asks for the routes of its kind only', () => {
    expect(plugin.providers.map(({ rbac }) => rbac.flatMap(({ resources }) => resources))).toEqual([['httproutes'], ['httproutes'], ['grpcroutes']]);
  });
});
