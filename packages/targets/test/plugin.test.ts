import { describe, expect, it } from '@jest/globals';
import plugin, { targetsPlugin } from '../src/index.ts';

describe('the plug-in', () => {
  it('is the default export too', () => {
    expect(plugin).toBe(targetsPlugin);
    expect(plugin).toMatchObject({ name: 'targets', sdk: '^1.0.0', providers: [], metrics: [], notifiers: [] });
  });

  it('handles each kind once', () => {
    const handled = [...plugin.targets, ...plugin.scalers].flatMap(({ handles }) => handles.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`));
    expect(handled).toEqual(['* Deployment', '* DaemonSet', '* StatefulSet', '* Service', 'serving.knative.dev/v1 Service', '* HorizontalPodAutoscaler', '* ScaledObject']);
  });
});
