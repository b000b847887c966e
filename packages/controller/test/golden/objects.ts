import type { Manifest } from '@flagger/sdk';

type Fields = Record<string, unknown>;

/** A manifest with fields that the sdk's type does not list. */
export type Loose = Manifest & Fields;

export interface PodFields {
  readonly ports?: readonly Fields[];
  readonly container?: Fields;
  readonly spec?: Fields;
}

function podTemplate({ ports = [{ name: 'http', containerPort: 9898 }], container = {}, spec = {} }: PodFields): Fields {
  return {
    metadata: { labels: { app: 'podinfo' }, annotations: {} },
    spec: { containers: [{ name: 'podinfod', image: 'podinfo:1', ports, ...container }], ...spec },
  };
}

/** The Deployment that most scenarios release. */
export function deployment(pod: PodFields = {}): Loose {
  return {
    apiVersion: 'apps/v1', kind: 'Deployment',
    metadata: { name: 'podinfo', labels: { app: 'podinfo', 'team.example/owner': 'a' }, annotations: { 'note.example/x': 'y' } },
    spec: { replicas: 2, selector: { matchLabels: { app: 'podinfo' } }, progressDeadlineSeconds: 60, template: podTemplate(pod) },
  };
}

export function daemonSet(): Loose {
  return {
    apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'podinfo', labels: { app: 'podinfo' } },
    spec: { selector: { matchLabels: { app: 'podinfo' } }, updateStrategy: { type: 'RollingUpdate' }, template: podTemplate({}) },
  };
}

export interface CanaryFields {
  readonly service?: Fields;
  readonly spec?: Fields;
  readonly kind?: string;
}

export function canary(provider: string | undefined, analysis: Fields, { service = {}, spec = {}, kind = 'Deployment' }: CanaryFields = {}): Loose {
  return {
    apiVersion: 'flagger.app/v1beta1', kind: 'Canary', metadata: { name: 'podinfo' },
    spec: {
      ...(provider && { provider }),
      targetRef: { apiVersion: 'apps/v1', kind, name: 'podinfo' },
      progressDeadlineSeconds: 60,
      service: { port: 80, targetPort: 9898, ...service },
      analysis: { interval: '10s', threshold: 2, ...analysis },
      ...spec,
    },
  };
}

/** The two built-in checks, as most canaries have them. */
export const builtinMetrics: readonly Fields[] = [
  { name: 'request-success-rate', thresholdRange: { min: 99 }, interval: '1m' },
  { name: 'request-duration', thresholdRange: { max: 500 }, interval: '30s' },
];
