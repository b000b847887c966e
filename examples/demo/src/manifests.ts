import type { Canary, CanaryAnalysis, Manifest } from '@flagger/sdk';

/** The name of everything that is deployed. */
export const APP = 'podinfo';

/** A Deployment, as far as the demo looks at it. */
export interface AppDeployment extends Manifest {
  readonly spec: { readonly replicas: number; readonly template: object; readonly selector: object; readonly progressDeadlineSeconds: number };
}

/** An application of two replicas. Its image's tag says which version answers. */
export function deployment(namespace: string, version: string): AppDeployment {
  return {
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: APP, namespace, labels: { app: APP } },
    spec: {
      replicas: 2, progressDeadlineSeconds: 60, selector: { matchLabels: { app: APP } },
      template: {
        metadata: { labels: { app: APP } },
        spec: { containers: [{ name: APP, image: imageOf(version), ports: [{ name: 'http', containerPort: 9898 }] }] },
      },
    },
  };
}

/** The image of a version. */
export function imageOf(version: string): string {
  return `ghcr.io/stefanprodan/podinfo:${version}`;
}

/** Weighted releases: ten percent more every ten seconds, up to a half. */
export const WEIGHTED: Partial<CanaryAnalysis> = { stepWeight: 10, maxWeight: 50 };

/** Blue/green releases: five checks, then all traffic at once. */
export const BLUE_GREEN: Partial<CanaryAnalysis> = { iterations: 5 };

/** A release policy: 99 % good answers, 99 % of them within a second. */
export function canary(namespace: string, provider: string, strategy: Partial<CanaryAnalysis>): Canary {
  return {
    apiVersion: 'flagger.app/v1beta1', kind: 'Canary', metadata: { name: APP, namespace },
    spec: {
      provider,
      targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: APP },
      progressDeadlineSeconds: 60,
      service: { port: 80, targetPort: 9898 },
      analysis: {
        interval: '10s', threshold: 2, ...strategy,
        metrics: [
          { name: 'request-success-rate', thresholdRange: { min: 99 }, interval: '30s' },
          { name: 'request-duration', thresholdRange: { max: 1000 }, interval: '30s' },
        ],
      },
    },
  };
}
