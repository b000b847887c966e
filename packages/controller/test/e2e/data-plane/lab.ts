import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCluster } from '@flagger/cluster';
import type { Cluster } from '@flagger/cluster';
import type { Manifest, ResourceType } from '@flagger/sdk';
import { createRealClock } from '@flagger/testkit';
import { silentLogger } from '../../golden/silent-logger.ts';
import { AuditLog } from '../audit-log.ts';
import { ControllerProcess, ControlPlane } from '../control-plane.ts';
import { PrometheusProcess } from '../prometheus-process.ts';
import { BUNDLE, inDeploy } from '../stage.ts';
import { Forked } from './forked.ts';
import { gatewayClass } from './objects.ts';
import type { PlayedPod } from './pod.ts';
import { podScrapes, traefikScrapes } from './scrapes.ts';
import { PORTS } from './setting.ts';
import { TraefikProcess, traefikCrds } from './traefik-process.ts';

interface Pod extends Manifest {
  readonly metadata: Manifest['metadata'] & { readonly deletionTimestamp?: string };
  readonly spec: { readonly containers: readonly { readonly image: string }[] };
  readonly status?: { readonly podIP?: string };
}

const PODS: ResourceType<Pod> = { apiVersion: 'v1', kind: 'Pod', plural: 'pods', namespaced: true };
const FOREVER = new AbortController().signal;

/**
 * A control plane, a Traefik, a Prometheus and the controller, all real, in a network in which every address of a Pod leads to one server.
 * Only for a network and a process namespace of its own: it ends with that.
 */
export class Lab {
  readonly plane: ControlPlane;
  readonly cluster: Cluster;
  readonly audit: AuditLog;
  readonly #traefik: TraefikProcess;

  private constructor(parts: { plane: ControlPlane; cluster: Cluster; traefik: TraefikProcess }) {
    this.plane = parts.plane;
    this.cluster = parts.cluster;
    this.audit = new AuditLog(join(parts.plane.dir, 'audit.log'));
    this.#traefik = parts.traefik;
  }

  static async start(): Promise<Lab> {
    execFileSync('ip', ['link', 'set', 'lo', 'up']);
    execFileSync('ip', ['route', 'add', 'local', '10.0.0.0/8', 'dev', 'lo']);
    const pods = new Forked(new URL('pod-server.ts', import.meta.url));
    await pods.started();
    const plane = ControlPlane.start(PORTS.api);
    plane.installCrds([inDeploy('crds/flagger.yaml'), inDeploy('crds/third-party/keda.yaml'), ...traefikCrds()]);
    const cluster = await createCluster({ kubeconfig: plane.kubeconfig, clock: createRealClock(), logger: silentLogger, qps: 10_000, burst: 10_000 });
    await announcePods(cluster, pods);
    const traefik = await TraefikProcess.start(plane.kubeconfig, plane.dir);
    const prometheus = await PrometheusProcess.start(PORTS.prometheus, [traefikScrapes(traefik.metrics), podScrapes]);
    const flags = [`-kubeconfig=${plane.controllerKubeconfig(inDeploy('rbac/flagger.yaml'))}`, `-metrics-server=${prometheus.url}`, `-port=${PORTS.controller}`, '-log-level=info'];
    const controller = new ControllerProcess(flags, { bundle: BUNDLE, log: join(plane.dir, 'controller.log') });
    const lab = new Lab({ plane, cluster, traefik });
    await controller.healthy(PORTS.controller);
    lab.apply([gatewayClass]);
    return lab;
  }

  apply(objects: readonly Manifest[], namespace = 'default'): void {
    const file = join(this.plane.dir, 'objects.json');
    writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
    this.plane.kubectl('apply', '-n', namespace, '-f', file);
  }

  /** What Traefik found wrong. */
  complaints(): readonly string[] {
    return this.#traefik.log().split('\n').filter(line => / (ERR|FTL|WRN) /.test(line));
  }
}

/** Tells the server which Pods there are, at once and whenever one comes or goes. */
async function announcePods(cluster: Cluster, server: Forked): Promise<void> {
  const tell = async (): Promise<void> => server.tell((await cluster.store.list(PODS, undefined, FOREVER)).flatMap(asPlayed));
  cluster.watch(PODS, () => void tell());
  await tell();
}

function asPlayed({ metadata, spec, status }: Pod): readonly PlayedPod[] {
  const version = spec.containers[0]?.image.split(':')[1] ?? '';
  if (status?.podIP === undefined) return [];
  return [{ ip: status.podIP, name: metadata.name, namespace: metadata.namespace ?? '', version, leaving: metadata.deletionTimestamp !== undefined }];
}
