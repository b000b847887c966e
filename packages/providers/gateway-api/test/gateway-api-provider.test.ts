import { describe, expect, it } from '@jest/globals';
import { httpObserver } from '@flagger/sdk';
import plugin from '../src/index.ts';

describe('the Gateway API', () => {
  it('is a provider for each version', () => {
    expect(plugin.providers.map(({ names, capabilities: { affinity, readBack } }) => [names, affinity, readBack])).toEqual([
      [['gatewayapi:v1*'], 'canary-and-primary', 'eventual'],
      [['gatewayapi:v1beta1*'], 'canary', 'immediate'],
    ]);
  });

  it('measures by what the application says, and needs parents for its routes', () => {
    for (const { observer, capabilities } of plugin.providers) {
      expect(observer).toBe(httpObserver);
      expect(capabilities.requires).toEqual(['spec.service.gatewayRefs']);
    }
  });
});
