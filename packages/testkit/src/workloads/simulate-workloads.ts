import type { Cluster } from '@flagger/cluster';
import type { Clock, Logger, Manifest, ObjectKey, ResourceType } from '@flagger/sdk';
import { AUTOSCALERS } from './autoscaler.ts';
import { Autoscaling } from './autoscaling.ts';
import type { SimulatedNode } from './daemon-set.ts';
import type { EndpointSource } from './endpoint.ts';
import { WorkloadLoop } from './workload-loop.ts';
import { daemonSetModel, deploymentModel, statefulSetModel } from './workload-models.ts';

/** What a workload simulation works with and on. */
export interface WorkloadSimulationOptions {
  /** Only for the simulation: a cluster does not announce its own writes. */
  readonly cluster: Pick<Cluster, 'store' | 'watch'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** From a Pod's creation to its readiness, where its template does not say. Default 0. */
  readonly podStartupMs?: number;
  /** For how long a Pod that was ready and is removed still answers requests. Default 0. */
  readonly podDrainMs?: number;
  /** Default: one node, `node-0`. */
  readonly nodes?: readonly SimulatedNode[];
}

/** Stands in for the controller-manager, the scheduler and the kubelets. */
export interface WorkloadSimulation extends EndpointSource {
  /** Sets the load that a HorizontalPodAutoscaler sees, relative to its target: 2 asks for twice the Pods. */
  setLoad(autoscaler: ObjectKey, load: number): Promise<void>;
  /** Whether it is about to write; timers don't count. */
  readonly busy: boolean;
  stop(): void;
}

const ONE_NODE: readonly SimulatedNode[] = [{ name: 'node-0', labels: { 'kubernetes.io/hostname': 'node-0' } }];

/**
 * Makes Deployments, DaemonSets and StatefulSets become ready, or not, as the annotations of their Pod templates say:
 * `nodeless/ready: "never"` and `nodeless/ready-after: 3s`. Only statuses and revisions are written; Pods exist in memory,
 * where {@link EndpointSource} finds them.
 */
export async function simulateWorkloads(options: WorkloadSimulationOptions, signal: AbortSignal): Promise<WorkloadSimulation> {
  const { cluster, clock, logger } = options;
  const stopped = new AbortController();
  const nodes = options.nodes ?? ONE_NODE;
  const defaults = { startupMs: options.podStartupMs ?? 0, drainMs: options.podDrainMs ?? 0 };
  const parts = {
    store: cluster.store, clock, logger, world: () => ({ nowMs: clock.now(), nodes, defaults }), signal: AbortSignal.any([stopped.signal, signal]),
  };
  const deployments = new WorkloadLoop(deploymentModel, parts);
  const daemonSets = new WorkloadLoop(daemonSetModel, parts);
  const statefulSets = new WorkloadLoop(statefulSetModel, parts);
  const autoscaling = new Autoscaling(cluster.store, (kind, key) => (kind === 'Deployment' ? deployments : statefulSets).wake(key), parts.signal);
  let rescaling = 0;
  const loops = [deployments, daemonSets, statefulSets];
  const rescale = ({ namespace }: ObjectKey): void => {
    rescaling += 1;
    autoscaling.reconcile(namespace)
      .catch((error: unknown) => logger.warn('simulated autoscaler failed', { namespace, error }))
      .finally(() => (rescaling -= 1));
  };

  const feeds = [
    await follow(cluster, deploymentModel.type, key => { deployments.wake(key); rescale(key); }, signal),
    await follow(cluster, daemonSetModel.type, key => daemonSets.wake(key), signal),
    await follow(cluster, statefulSetModel.type, key => { statefulSets.wake(key); rescale(key); }, signal),
    await follow(cluster, AUTOSCALERS, rescale, signal),
  ];
  return {
    ready: (namespace, selector) => loops.flatMap(loop => loop.ready(namespace, selector)),
    setLoad: (autoscaler, load) => autoscaling.setLoad(autoscaler, load),
    get busy() { return rescaling > 0 || [deployments, daemonSets, statefulSets].some(loop => loop.busy); },
    stop: () => {
      feeds.forEach(unfollow => unfollow());
      stopped.abort();
      loops.forEach(loop => loop.stop());
    },
  };
}

/** Hears of the objects that are there already, too. */
async function follow<T extends Manifest>(
  cluster: Pick<Cluster, 'store' | 'watch'>, type: ResourceType<T>, heard: (key: ObjectKey) => void, signal: AbortSignal,
): Promise<() => void> {
  const unfollow = cluster.watch(type, ({ key }) => heard(key));
  for (const { metadata } of await cluster.store.list(type, undefined, signal)) heard(metadata);
  return unfollow;
}
