import type { ApiObject } from '../api-object.ts';
import { itemsAt, objectAt, valueAt } from '../json.ts';
import type { JsonValue } from '../json.ts';
import { ageOf } from './age.ts';
import type { TableColumn } from './table-column.ts';

type Cell = TableColumn['cell'];

const column = (name: string, type: string, cell: Cell, priority = 0): TableColumn => ({ name, type, priority, cell });
const at = (path: string, otherwise: JsonValue): Cell => object => valueAt(object, path.split('.')) ?? otherwise;
const count = (path: string): Cell => object => Object.keys(valueAt(object, path.split('.')) ?? {}).length;

/** A column that shows how old objects are. */
export const AGE: TableColumn = column('Age', 'string', (object, nowMs) => ageOf(object.metadata['creationTimestamp'], nowMs));

const number = (name: string, path: string): TableColumn => column(name, 'integer', at(path, 0));

/** What `kubectl get` prints for built-in kinds, after the name; other kinds have only their age. */
export const BUILTIN_COLUMNS: Readonly<Record<string, readonly TableColumn[]>> = {
  Namespace: [column('Status', 'string', at('status.phase', '')), AGE],
  Service: [
    column('Type', 'string', at('spec.type', '')), column('Cluster-IP', 'string', at('spec.clusterIP', '<none>')),
    column('External-IP', 'string', at('spec.externalName', '<none>')), column('Port(s)', 'string', portsOf), AGE, column('Selector', 'string', selectorOf, 1),
  ],
  ConfigMap: [column('Data', 'integer', count('data')), AGE],
  Secret: [column('Type', 'string', at('type', '')), column('Data', 'integer', count('data')), AGE],
  Event: [
    column('Last Seen', 'string', (object, nowMs) => ageOf(object['lastTimestamp'] ?? object.metadata['creationTimestamp'], nowMs)), column('Type', 'string', at('type', '')),
    column('Reason', 'string', at('reason', '')), column('Object', 'string', involvedOf), column('Message', 'string', at('message', '')),
  ],
  Pod: [column('Ready', 'string', readyContainers), column('Status', 'string', at('status.phase', '')), column('Restarts', 'string', restartsOf), AGE, column('IP', 'string', at('status.podIP', '<none>'), 1)],
  Deployment: [
    column('Ready', 'string', object => `${show(object, 'status.readyReplicas')}/${show(object, 'spec.replicas')}`), number('Up-to-date', 'status.updatedReplicas'),
    number('Available', 'status.availableReplicas'), AGE, ...containerColumns(),
  ],
  StatefulSet: [column('Ready', 'string', object => `${show(object, 'status.readyReplicas')}/${show(object, 'spec.replicas')}`), AGE, ...containerColumns()],
  ReplicaSet: [number('Desired', 'spec.replicas'), number('Current', 'status.replicas'), number('Ready', 'status.readyReplicas'), AGE, ...containerColumns()],
  DaemonSet: [
    number('Desired', 'status.desiredNumberScheduled'), number('Current', 'status.currentNumberScheduled'), number('Ready', 'status.numberReady'),
    number('Up-to-date', 'status.updatedNumberScheduled'), number('Available', 'status.numberAvailable'),
    column('Node Selector', 'string', object => pairs(objectAt(object, 'spec', 'template', 'spec', 'nodeSelector'))), AGE, ...containerColumns(),
  ],
  HorizontalPodAutoscaler: [
    column('Reference', 'string', object => `${show(object, 'spec.scaleTargetRef.kind')}/${show(object, 'spec.scaleTargetRef.name')}`),
    column('MinPods', 'string', at('spec.minReplicas', '<unset>')), number('MaxPods', 'spec.maxReplicas'), number('Replicas', 'status.currentReplicas'), AGE,
  ],
  Ingress: [
    column('Class', 'string', at('spec.ingressClassName', '<none>')),
    column('Hosts', 'string', object => itemsAt(object, 'spec', 'rules').map(rule => String(rule['host'] ?? '*')).join(',') || '*'),
    column('Address', 'string', () => ''), column('Ports', 'string', object => (itemsAt(object, 'spec', 'tls').length > 0 ? '80, 443' : '80')), AGE,
  ],
  Lease: [column('Holder', 'string', at('spec.holderIdentity', '')), AGE],
  CustomResourceDefinition: [column('Created At', 'date', object => object.metadata['creationTimestamp'] ?? '')],
};

function show(object: ApiObject, path: string): string {
  return String(valueAt(object, path.split('.')) ?? 0);
}

function containerColumns(): TableColumn[] {
  const containers = (object: ApiObject, field: string): string => itemsAt(object, 'spec', 'template', 'spec', 'containers').map(container => String(container[field] ?? '')).join(',');
  return [
    column('Containers', 'string', object => containers(object, 'name'), 1), column('Images', 'string', object => containers(object, 'image'), 1),
    column('Selector', 'string', object => pairs(objectAt(object, 'spec', 'selector', 'matchLabels')), 1),
  ];
}

function portsOf(object: ApiObject): string {
  return itemsAt(object, 'spec', 'ports').map(port => `${String(port['port'])}${port['nodePort'] === undefined ? '' : `:${String(port['nodePort'])}`}/${String(port['protocol'])}`).join(',') || '<none>';
}

function selectorOf(object: ApiObject): string {
  return pairs(objectAt(object, 'spec', 'selector'));
}

function pairs(labels: Readonly<Record<string, JsonValue>> | undefined): string {
  return Object.entries(labels ?? {}).map(([key, value]) => `${key}=${String(value)}`).join(',') || '<none>';
}

function involvedOf(object: ApiObject): string {
  return `${show(object, 'involvedObject.kind').toLowerCase()}/${show(object, 'involvedObject.name')}`;
}

function readyContainers(object: ApiObject): string {
  const statuses = itemsAt(object, 'status', 'containerStatuses');
  return `${statuses.filter(status => status['ready'] === true).length}/${itemsAt(object, 'spec', 'containers').length}`;
}

function restartsOf(object: ApiObject): string {
  return String(itemsAt(object, 'status', 'containerStatuses').reduce((sum, status) => sum + Number(status['restartCount'] ?? 0), 0));
}
