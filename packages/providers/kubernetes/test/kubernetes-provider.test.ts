import { describe, expect, it } from '@jest/globals';
import type { Canary, RouteSubject } from '@flagger/sdk';
import plugin, { httpObserver, kubernetesProvider } from '../src/index.ts';
import { servicesOnlyRouter as router } from '../src/services-only-router.ts';

const signal = new AbortController().signal;
const at = (iterations?: number): RouteSubject => {
  const canary: Canary = {
    apiVersion: 'flagger.app/v1beta1', kind: 'Canary', metadata: { name: 'podinfo', namespace: 'test' },
    spec: { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'podinfo' }, analysis: { iterations: 3 } },
    ...(iterations !== undefined && { status: { iterations } }),
  };
  return { canary, target: { labelKey: 'app', labelValue: 'podinfo', ports: [] } };
};

describe('the kubernetes provider', () => {
  it('is one provider without weights, mirrors or matches, and asks for no permission', () => {
    expect(plugin.providers).toEqual([kubernetesProvider]);
    expect(kubernetesProvider).toMatchObject({ names: ['kubernetes'], rbac: [], capabilities: { weights: false, mirroring: 'none', matches: [], affinity: 'none' } });
  });

  it.each([
    [undefined, 0],
    [0, 0],
    [1, 100],
    [7, 100],
  ])('with %p iterations the canary counts as %p percent', async (iterations, canary) => {
    expect(await router.getTraffic(at(iterations), signal)).toEqual({ primary: 100 - canary, canary, mirrored: false });
  });

  it('has nothing to write', async () => {
    await expect(Promise.all([router.reconcile(at(), signal), router.setTraffic(at(), { primary: 0, canary: 100, mirrored: false }, signal), router.finalize(at(), signal)])).resolves.toEqual([
      undefined, undefined, undefined,
    ]);
  });

  it('asks the application itself, whose durations are seconds', () => {
    expect(httpObserver.duration.unit).toBe('seconds');
    expect(httpObserver.successRate.query).toBe(
      ' sum( rate( http_request_duration_seconds_count{ kubernetes_namespace="{{ namespace }}", kubernetes_pod_name=~"{{ target }}-[0-9a-zA-Z]+(-[0-9a-zA-Z]+)", status!~"5.*" }[{{ interval }}] ) ) / sum( rate( http_request_duration_seconds_count{ kubernetes_namespace="{{ namespace }}", kubernetes_pod_name=~"{{ target }}-[0-9a-zA-Z]+(-[0-9a-zA-Z]+)" }[{{ interval }}] ) ) * 100',
    );
  });
});
