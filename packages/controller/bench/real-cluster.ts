import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AuditLog } from '../test/e2e/audit-log.ts';
import { ControlPlane } from '../test/e2e/control-plane.ts';
import type { SeenRequest, TestedCluster } from './tested-cluster.ts';

const inDeploy = (path: string): string => fileURLToPath(new URL(`../../deploy/${path}`, import.meta.url));
/** Below the range from which the system takes ports for connections. */
const PORT = 27443;

/** Starts a real etcd, kube-apiserver and controller-manager; Pods become ready without a kubelet. */
export function startRealCluster(): TestedCluster {
  const plane = ControlPlane.start(PORT);
  plane.installCrds(['crds/flagger.yaml', 'crds/third-party/istio.yaml', 'crds/third-party/keda.yaml'].map(inDeploy));
  return {
    what: 'real control plane',
    adminKubeconfig: plane.kubeconfig,
    operatorKubeconfig: plane.controllerKubeconfig(inDeploy('rbac/flagger.yaml')),
    note: async () => {
      const log = new AuditLog(join(plane.dir, 'audit.log'));
      return { requests: async () => log.entries().filter(({ verb }) => verb !== 'watch').map(seen) };
    },
    close: async () => plane.stop(),
  };
}

function seen({ verb, objectRef, requestReceivedTimestamp }: ReturnType<AuditLog['entries']>[number]): SeenRequest {
  return { atMs: Date.parse(requestReceivedTimestamp), verb, resource: objectRef?.resource ?? '', name: objectRef?.name ?? '' };
}
