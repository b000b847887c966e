import { advanceDeployment } from '../../src/workloads/advance-deployment.ts';
import { deploymentAnnotations, deploymentStatus, deploymentWakeAtMs } from '../../src/workloads/deployment-status.ts';
import { NO_ROLLOUT } from '../../src/workloads/rollout.ts';
import type { Rollout } from '../../src/workloads/rollout.ts';
import type { Deployment, DeploymentCondition } from '../../src/workloads/workload-types.ts';

/** When the stories begin. */
export const T0 = Date.UTC(2026, 0, 1);

/** A Deployment of version 1 with two replicas. */
export function deployment(spec: Partial<Deployment['spec']> = {}): Deployment {
  return {
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'prod', generation: 1 },
    spec: { replicas: 2, template: template('1'), ...spec },
  };
}

/** A Pod template with an image tag and annotations. */
export function template(tag: string, annotations: Readonly<Record<string, string>> = {}): Deployment['spec']['template'] {
  return { metadata: { labels: { app: 'web' }, annotations }, spec: { containers: [{ name: 'app', image: `web:${tag}` }] } };
}

/** Tells, step by step, what the simulation does with one Deployment. */
export class Story {
  nowMs = T0;
  rollout: Rollout = NO_ROLLOUT;
  deployment: Deployment;
  readonly #startupMs: number;

  constructor(first: Deployment, startupMs = 2000) {
    this.deployment = first;
    this.#startupMs = startupMs;
  }

  /** One step of the controller; false when there was nothing to do. */
  step(): boolean {
    const next = advanceDeployment(this.deployment, this.rollout, this.nowMs, { startupMs: this.#startupMs });
    const moved = next !== this.rollout;
    this.rollout = next;
    this.deployment = {
      ...this.deployment, metadata: { ...this.deployment.metadata, annotations: deploymentAnnotations(this.deployment, next) },
      status: deploymentStatus(this.deployment, next, this.nowMs),
    };
    return moved;
  }

  /** Steps until nothing is left to do at this moment, and says `replicas/updated/ready/available` after each. */
  settle(): string[] {
    const seen: string[] = [];
    while (this.step()) seen.push(this.counts());
    return seen;
  }

  /** Goes to the next moment of interest and settles there. */
  wake(): string[] {
    this.nowMs = deploymentWakeAtMs(this.deployment, this.rollout, this.nowMs) ?? this.nowMs;
    return this.settle();
  }

  change(spec: Partial<Deployment['spec']>): void {
    const { metadata } = this.deployment;
    this.deployment = {
      ...this.deployment, metadata: { ...metadata, generation: (metadata.generation ?? 0) + 1 }, spec: { ...this.deployment.spec, ...spec },
    };
  }

  get revision(): string | undefined {
    return this.deployment.metadata.annotations?.['deployment.kubernetes.io/revision'];
  }

  counts(): string {
    const { replicas = 0, updatedReplicas = 0, readyReplicas = 0, availableReplicas = 0 } = this.deployment.status ?? {};
    return [replicas, updatedReplicas, readyReplicas, availableReplicas].join('/');
  }

  condition(type: DeploymentCondition['type']): DeploymentCondition | undefined {
    return this.deployment.status?.conditions?.find(condition => condition.type === type);
  }
}
