import { APP, imageOf } from './manifests.ts';
import type { Playground } from './playground.ts';
import { VERSIONS } from './playground.ts';
import type { Timeline } from './timeline.ts';

/** Says how to go on by hand. */
export function printInvitation({ kubeconfig, prometheus, router, controller }: Playground, timeline: Timeline): void {
  const kubectl = `kubectl --kubeconfig ${kubeconfig}`;
  timeline.headline('\nEverything keeps running; Ctrl+C ends it. In another terminal:');
  for (const line of [
    `${kubectl} get canaries -A -w`,
    `${kubectl} -n istio describe canary ${APP}`,
    `${kubectl} -n istio get virtualservice ${APP} -o yaml`,
    `${kubectl} -n istio set image deployment/${APP} ${APP}=${imageOf('4.0.0')}   # ${Object.keys(VERSIONS).join(', ')}: 3.0.0 fails, 5.0.0 is slow`,
    `curl -H 'Host: ${APP}' -H 'X-Source-Namespace: istio' ${router.url}`,
    `curl -G ${prometheus.url}/api/v1/query --data-urlencode 'query=sum(rate(istio_requests_total[1m])) by (destination_workload)'`,
    `curl http://127.0.0.1:${controller.port}/metrics`,
    `tail -f ${controller.logFile}`,
  ]) timeline.headline(`  ${line}`, 'plain');
  timeline.headline("The controller's clock is ahead of yours: kubectl shows <invalid> for the age of what is new to it.\n", 'quiet');
}
