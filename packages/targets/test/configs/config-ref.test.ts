import { describe, expect, it } from '@jest/globals';
import { configRefs, mapConfigRefs } from '../../src/configs/config-ref.ts';
import type { PodSpec } from '../../src/objects/pod-template.ts';

const container = (fields: object): PodSpec => ({ containers: [{ name: 'c', ...fields }] });
const pod = (fields: object): PodSpec => ({ containers: [], ...fields });
const volume = (fields: object): PodSpec => pod({ volumes: [{ name: 'v', ...fields }] });
const env = (valueFrom: object): PodSpec => container({ env: [{ name: 'E', valueFrom }] });

/** Each place of a reference, before and after its renaming. */
const PLACES: readonly [string, string, PodSpec, PodSpec][] = [
  ['configMap volume', 'configmap/a', volume({ configMap: { name: 'a', items: [] } }), volume({ configMap: { name: 'a!', items: [] } })],
  ['secret volume', 'secret/a', volume({ secret: { secretName: 'a', defaultMode: 4 } }), volume({ secret: { secretName: 'a!', defaultMode: 4 } })],
  ['projected configMap', 'configmap/a', volume({ projected: { sources: [{ configMap: { name: 'a' } }] } }), volume({ projected: { sources: [{ configMap: { name: 'a!' } }] } })],
  ['projected secret', 'secret/a', volume({ projected: { sources: [{ secret: { name: 'a' } }] } }), volume({ projected: { sources: [{ secret: { name: 'a!' } }] } })],
  ['env configMapKeyRef', 'configmap/a', env({ configMapKeyRef: { name: 'a', key: 'k' } }), env({ configMapKeyRef: { name: 'a!', key: 'k' } })],
  ['env secretKeyRef', 'secret/a', env({ secretKeyRef: { name: 'a', key: 'k' } }), env({ secretKeyRef: { name: 'a!', key: 'k' } })],
  ['envFrom configMapRef', 'configmap/a', container({ envFrom: [{ prefix: 'P', configMapRef: { name: 'a' } }] }), container({ envFrom: [{ prefix: 'P', configMapRef: { name: 'a!' } }] })],
  ['envFrom secretRef', 'secret/a', container({ envFrom: [{ secretRef: { name: 'a' } }] }), container({ envFrom: [{ secretRef: { name: 'a!' } }] })],
];

describe('configRefs', () => {
  it.each(PLACES)('finds a %s: %s', (_, key, spec) => {
    expect(configRefs(spec).map(({ kind, name }) => `${kind}/${name}`)).toEqual([key]);
  });

  it('looks into init containers', () => {
    const spec = { containers: [], initContainers: [{ name: 'i', envFrom: [{ secretRef: { name: 'a' } }] }] };
    expect(configRefs(spec)).toEqual([{ kind: 'secret', name: 'a', optional: false }]);
  });

  it.each<[string, PodSpec]>([
    ['pull secrets', pod({ imagePullSecrets: [{ name: 'a' }] })],
    ['ephemeral containers', pod({ ephemeralContainers: [{ name: 'e', envFrom: [{ secretRef: { name: 'a' } }] }] })],
    ['CSI volumes', volume({ csi: { driver: 'd', nodePublishSecretRef: { name: 'a' } } })],
    ['field references', env({ fieldRef: { fieldPath: 'metadata.name' } })],
  ])('does not look at %s', (_, spec) => {
    expect(configRefs(spec)).toEqual([]);
  });

  it.each([
    [true, false, false],
    [false, true, true],
  ])('with %s in a volume and %s in a container is optional: %s, as the last says', (inVolume, inContainer, optional) => {
    const spec = {
      volumes: [{ name: 'v', configMap: { name: 'a', optional: inVolume } }],
      containers: [{ name: 'c', envFrom: [{ configMapRef: { name: 'a', optional: inContainer } }] }],
    };
    expect(configRefs(spec)).toEqual([{ kind: 'configmap', name: 'a', optional }]);
  });
});

describe('mapConfigRefs', () => {
  it.each(PLACES)('renames a %s and keeps what is beside it', (_, _key, before, after) => {
    expect(mapConfigRefs(before, ({ name }) => `${name}!`)).toEqual(after);
  });
});
