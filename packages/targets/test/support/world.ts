import type { Canary, CanarySpec, CanaryStatus, Clock, Logger, Manifest, ObjectStore, TargetEnv, TargetSettings } from '@flagger/sdk';
import type { DaemonSet } from '../../src/objects/daemon-set.ts';
import type { Deployment } from '../../src/objects/deployment.ts';
import type { StatefulSet } from '../../src/objects/stateful-set.ts';

/** An object of any kind, with any fields. */
export type AnyObject = Manifest & Readonly<Record<string, unknown>>;

/** Noon of a day. */
export const NOON_MS = Date.parse('2026-01-01T12:00:00Z');

/** A signal that never aborts. */
export const { signal } = new AbortController();

const clock: Clock = {
  now: () => NOON_MS,
  after: () => () => undefined,
  random: () => 0.5,
  uuid: () => '00000000-0000-4000-8000-000000000000',
};

/** A logger that is silent. */
export const logger: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined, child: () => logger };

/** What controllers are given, with Flagger's default settings. */
export function env(store: ObjectStore, settings: Partial<TargetSettings> = {}): TargetEnv {
  const defaults = { selectorLabels: ['app', 'name', 'app.kubernetes.io/name'], includeLabelPrefixes: [], configTracking: true };
  return { store, clock, logger, settings: { ...defaults, ...settings } };
}

/** A canary `podinfo` for the Deployment `podinfo`. */
export function canary(spec: Partial<CanarySpec> = {}, status?: CanaryStatus): Canary {
  return {
    apiVersion: 'flagger.app/v1beta1',
    kind: 'Canary',
    metadata: { name: 'podinfo', namespace: 'test', uid: 'uid-canary' },
    spec: {
      targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'podinfo' },
      service: { port: 80, targetPort: 9898 },
      analysis: { interval: '10s', threshold: 2, stepWeight: 20 },
      ...spec,
    },
    ...(status && { status }),
  };
}

/** A canary for the target of another kind. */
export function canaryOf(kind: string, apiVersion: string, spec: Partial<CanarySpec> = {}, status?: CanaryStatus): Canary {
  return canary({ targetRef: { apiVersion, kind, name: 'podinfo' }, ...spec }, status);
}

/** The Deployment `podinfo`, with two replicas. */
export function deployment(change: { spec?: object; template?: object; pod?: object; metadata?: object; status?: object } = {}): Deployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'podinfo', namespace: 'test', labels: { app: 'podinfo', 'team.example/owner': 'a' }, annotations: { 'note.example/x': 'y' }, ...change.metadata },
    spec: {
      replicas: 2,
      progressDeadlineSeconds: 60,
      strategy: { type: 'RollingUpdate' },
      selector: { matchLabels: { app: 'podinfo' } },
      template: {
        metadata: { labels: { app: 'podinfo' } },
        spec: { containers: [{ name: 'podinfod', ports: [{ name: 'http', containerPort: 9898 }] }], ...change.pod },
        ...change.template,
      },
      ...change.spec,
    },
    ...(change.status && { status: change.status }),
  };
}

/** The DaemonSet `podinfo`. */
export function daemonSet(change: { spec?: object; pod?: object; status?: object } = {}): DaemonSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'podinfo', namespace: 'test', labels: { app: 'podinfo' } },
    spec: {
      updateStrategy: { type: 'RollingUpdate' },
      selector: { matchLabels: { app: 'podinfo' } },
      template: { metadata: { labels: { app: 'podinfo' } }, spec: { containers: [{ name: 'podinfod' }], ...change.pod } },
      ...change.spec,
    },
    ...(change.status && { status: change.status }),
  };
}

/** The StatefulSet `podinfo`, with two replicas and no volumes. */
export function statefulSet(change: { spec?: object; pod?: object; metadata?: object; status?: object } = {}): StatefulSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'podinfo', namespace: 'test', labels: { app: 'podinfo' }, ...change.metadata },
    spec: {
      replicas: 2,
      serviceName: 'podinfo-pods',
      podManagementPolicy: 'OrderedReady',
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
      selector: { matchLabels: { app: 'podinfo' } },
      template: { metadata: { labels: { app: 'podinfo' } }, spec: { containers: [{ name: 'podinfod' }], ...change.pod } },
      ...change.spec,
    },
    ...(change.status && { status: change.status }),
  };
}
