import type { Manifest } from '@flagger/sdk';
import type { NamedType } from './named-type.ts';
import type { StringMap } from './string-map.ts';

/** @source Kubernetes core/v1 ConfigMap */
export interface ConfigMap extends Manifest {
  readonly data?: StringMap;
  /** Values in base64. */
  readonly binaryData?: StringMap;
}

/** @source Kubernetes core/v1 Secret */
export interface Secret extends Manifest {
  readonly type?: string;
  /** Values in base64. */
  readonly data?: StringMap;
}

/** A ConfigMap or a Secret. */
export type Config = ConfigMap & Secret;

/** Where ConfigMaps live in the API. */
export const CONFIG_MAPS: NamedType<Config> = { apiVersion: 'v1', kind: 'ConfigMap', plural: 'configmaps', namespaced: true, noun: 'configmap' };

/** Where Secrets live in the API. */
export const SECRETS: NamedType<Config> = { apiVersion: 'v1', kind: 'Secret', plural: 'secrets', namespaced: true, noun: 'secret' };
