import type { StringMap } from './string-map.ts';

/** A reference to a ConfigMap or Secret by name. */
export interface ConfigSource {
  readonly name?: string;
  readonly optional?: boolean;
}

/** Where a value comes from; at most one is set. */
export interface EnvSource {
  readonly configMapKeyRef?: ConfigSource;
  readonly secretKeyRef?: ConfigSource;
}

/** All keys of a ConfigMap or Secret as variables; at most one is set. */
export interface EnvFromSource {
  readonly configMapRef?: ConfigSource;
  readonly secretRef?: ConfigSource;
}

/** A port that a container declares. */
export interface ContainerPort {
  readonly name?: string;
  readonly containerPort: number;
}

/** A container, as far as it refers to configs or declares ports. */
export interface Container {
  readonly name: string;
  readonly ports?: readonly ContainerPort[];
  readonly env?: readonly { readonly name: string; readonly valueFrom?: EnvSource }[];
  readonly envFrom?: readonly EnvFromSource[];
}

/** One source of a projected volume. */
export interface ProjectedSource {
  readonly configMap?: ConfigSource;
  readonly secret?: ConfigSource;
}

/** A volume, as far as it refers to configs. */
export interface Volume {
  readonly name: string;
  readonly configMap?: ConfigSource;
  readonly secret?: { readonly secretName?: string; readonly optional?: boolean };
  readonly projected?: { readonly sources?: readonly ProjectedSource[] };
}

/** Which objects are meant. @source Kubernetes meta/v1 LabelSelector */
export interface LabelSelector {
  readonly matchLabels?: StringMap;
  readonly matchExpressions?: readonly { readonly key: string; readonly operator: string; readonly values?: readonly string[] }[];
}

/** Pods that a pod keeps away from, or spreads among. */
export interface PodTerm {
  readonly labelSelector?: LabelSelector;
}

/** Where pods do not go together. */
export interface PodAntiAffinity {
  readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly PodTerm[];
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly { readonly podAffinityTerm: PodTerm }[];
}

/** A pod's specification: the fields that this package reads; all others are carried along. */
export interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly volumes?: readonly Volume[];
  readonly nodeSelector?: StringMap;
  readonly affinity?: { readonly podAntiAffinity?: PodAntiAffinity };
  readonly topologySpreadConstraints?: readonly PodTerm[];
}

/** What pods of a workload look like. */
export interface PodTemplate {
  readonly metadata?: { readonly labels?: StringMap; readonly annotations?: StringMap };
  readonly spec: PodSpec;
}
