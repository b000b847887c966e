import { describe, expect, it } from '@jest/globals';
import { httpObserver } from '@flagger/sdk';
import plugin, { kubernetesProvider } from '../src/index.ts';
import { servicesOnlyRouter as router } from '../src/services-only-router.ts';
import { subject } from './subject.ts';

const { signal } = new AbortController();

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
    expect(await router.getTraffic(subject(iterations), signal)).toEqual({ primary: 100 - canary, canary, mirrored: false });
  });

  it('has nothing to write', async () => {
    await expect(Promise.all([router.reconcile(subject(), signal), router.setTraffic(subject(), { primary: 0, canary: 100, mirrored: false }, signal), router.finalize(subject(), signal)])).resolves.toEqual([
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
