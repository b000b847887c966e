import type { ConfigSource, Container, EnvFromSource, EnvSource, PodSpec, ProjectedSource, Volume } from '../objects/pod-template.ts';
import { mapField } from '../objects/map-field.ts';

/** A ConfigMap or Secret that a pod spec names. */
export interface ConfigRef {
  readonly kind: 'configmap' | 'secret';
  readonly name: string;
  readonly optional: boolean;
}

/** Gives a reference its new name. */
export type Rename = (ref: ConfigRef) => string;

/**
 * A pod spec whose references to ConfigMaps and Secrets have new names: volumes, then containers, then init containers. Pull secrets,
 * ephemeral containers and CSI volumes are left alone.
 *
 * @source flagger pkg/canary/config_tracker.go ApplyPrimaryConfigs
 */
export function mapConfigRefs(spec: PodSpec, rename: Rename): PodSpec {
  const ofContainer = (container: Container): Container => mapContainer(container, rename);
  const withVolumes = mapField(spec, 'volumes', volumes => volumes.map(volume => mapVolume(volume, rename)));
  const withContainers = mapField(withVolumes, 'containers', containers => containers.map(ofContainer));
  return mapField(withContainers, 'initContainers', containers => containers.map(ofContainer));
}

/** The references of a pod spec, one a name; whether it is optional says its last mention. @source flagger pkg/canary/config_tracker.go GetTargetConfigs */
export function configRefs(spec: PodSpec): readonly ConfigRef[] {
  const found = new Map<string, ConfigRef>();
  mapConfigRefs(spec, ref => {
    found.set(trackingKey(ref), ref);
    return ref.name;
  });
  return [...found.values()];
}

/** The key of a config in the canary's status, such as `configmap/settings`. */
export function trackingKey(ref: Pick<ConfigRef, 'kind' | 'name'>): string {
  return `${ref.kind}/${ref.name}`;
}

function source<T extends ConfigSource>(kind: ConfigRef['kind'], rename: Rename): (source: T) => T {
  return from => mapField(from, 'name', name => rename({ kind, name, optional: from.optional === true }) as T['name']);
}

function mapVolume(volume: Volume, rename: Rename): Volume {
  const withConfigMap = mapField(volume, 'configMap', source('configmap', rename));
  const withSecret = mapField(withConfigMap, 'secret', secret =>
    mapField(secret, 'secretName', name => rename({ kind: 'secret', name, optional: secret.optional === true })));
  const ofSource = (from: ProjectedSource): ProjectedSource =>
    mapField(mapField(from, 'configMap', source('configmap', rename)), 'secret', source('secret', rename));
  return mapField(withSecret, 'projected', projected => mapField(projected, 'sources', sources => sources.map(ofSource)));
}

function mapContainer(container: Container, rename: Rename): Container {
  const ofEnv = (from: EnvSource): EnvSource =>
    mapField(mapField(from, 'configMapKeyRef', source('configmap', rename)), 'secretKeyRef', source('secret', rename));
  const ofEnvFrom = (from: EnvFromSource): EnvFromSource =>
    mapField(mapField(from, 'configMapRef', source('configmap', rename)), 'secretRef', source('secret', rename));
  const withEnv = mapField(container, 'env', env => env.map(variable => mapField(variable, 'valueFrom', ofEnv)));
  return mapField(withEnv, 'envFrom', sources => sources.map(ofEnvFrom));
}
