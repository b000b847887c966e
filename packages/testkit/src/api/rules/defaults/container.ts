import { fill, itemsAt, objectAt } from '../../json.ts';
import type { JsonObject, JsonValue } from '../../json.ts';

const PROBE = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 };

/** Sets the defaults of a container. @source Kubernetes core/v1 SetDefaults_Container */
export function defaultContainer(container: JsonObject): void {
  for (const port of itemsAt(container, 'ports')) fill(port, { protocol: 'TCP' });
  for (const variable of itemsAt(container, 'env')) {
    fill(objectAt(variable, 'valueFrom', 'fieldRef'), { apiVersion: 'v1' });
    fill(objectAt(variable, 'valueFrom', 'resourceFieldRef'), { divisor: '0' });
  }
  for (const name of ['livenessProbe', 'readinessProbe', 'startupProbe']) defaultProbe(objectAt(container, name));
  for (const hook of ['postStart', 'preStop']) fill(objectAt(container, 'lifecycle', hook, 'httpGet'), { path: '/', scheme: 'HTTP' });
  fill(container, { terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File', imagePullPolicy: pullPolicyOf(container['image']), resources: {} });
}

function defaultProbe(probe: JsonObject | undefined): void {
  fill(probe, PROBE);
  fill(objectAt(probe, 'httpGet'), { path: '/', scheme: 'HTTP' });
  fill(objectAt(probe, 'grpc'), { service: '' });
}

// Without a tag the image is `latest`, and that is pulled each time.
function pullPolicyOf(image: JsonValue | undefined): string {
  const name = typeof image === 'string' ? (image.split('/').at(-1) ?? '') : '';
  if (name.includes('@')) return 'IfNotPresent';
  const tag = name.split(':')[1];
  return tag === undefined || tag === 'latest' ? 'Always' : 'IfNotPresent';
}
