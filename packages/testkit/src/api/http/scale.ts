import type { ApiObject } from '../api-object.ts';
import type { ApiState } from '../api-state.ts';
import { isObject, objectAt, valueAt } from '../json.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { ScalePaths, ServedResource } from '../resources/resource-definition.ts';
import { badRequest, noSuchResource } from '../status-errors.ts';
import { patchObject } from '../verbs/patch.ts';
import { readObject } from '../verbs/read.ts';
import type { WriteRequest } from '../verbs/write-request.ts';
import type { Answer } from './answer.ts';
import { json } from './answer.ts';
import type { ApiRequest } from './api-request.ts';
import { patchOf } from './patch-of.ts';

/** Answers a read of the scale subresource. @throws StatusError 404 */
export function readScale(state: ApiState, resource: ServedResource, namespace: string, name: string): Answer {
  return json(200, scaleOf(readObject(state, resource, namespace, name), pathsOf(resource)));
}

/** Answers a write of the scale subresource. @throws StatusError */
export function writeScale(state: ApiState, write: WriteRequest, request: ApiRequest, body: JsonValue): Answer {
  const paths = pathsOf(write.resource);
  const name = request.target?.name ?? '';
  const patched = patchObject(state, write, name, live => {
    const scale = scaleOf(live, paths);
    const next = request.method === 'PATCH' ? patchOf(write.resource, request.contentType, body)(scale as unknown as ApiObject) : body; // a Scale is an object, too
    setPath(live, pathOf(paths.specReplicasPath), replicasOf(next));
    const given = objectAt(next, 'metadata')?.['resourceVersion'];
    return { ...live, metadata: { ...live.metadata, resourceVersion: given ?? live.metadata['resourceVersion'] ?? '' } };
  });
  const scale = scaleOf(patched, paths);
  return { ...json(200, scale), result: patched };
}

function replicasOf(scale: JsonValue): number {
  const replicas = objectAt(scale, 'spec')?.['replicas'] ?? 0;
  if (typeof replicas === 'number' && Number.isInteger(replicas) && replicas >= 0) return replicas;
  throw badRequest(`spec.replicas: Invalid value: ${JSON.stringify(replicas)}: a whole number from 0 is allowed`);
}

function pathsOf(resource: ServedResource): ScalePaths {
  if (resource.version.scale === undefined) throw noSuchResource();
  return resource.version.scale;
}

function pathOf(jsonPath: string): string[] {
  return jsonPath.split('.').slice(1);
}

function setPath(target: JsonObject, path: readonly string[], value: JsonValue): void {
  const [field = '', ...rest] = path;
  if (rest.length === 0) {
    target[field] = value;
    return;
  }
  const next = target[field];
  const inner = isObject(next) ? next : {};
  target[field] = inner;
  setPath(inner, rest, value);
}

function scaleOf(object: ApiObject, paths: ScalePaths): JsonObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const selector = objectAt(object, 'spec', 'selector', 'matchLabels');
  const text = paths.labelSelectorPath === undefined ? undefined : valueAt(object, pathOf(paths.labelSelectorPath));
  const labels = Object.entries(selector ?? {}).map(([key, value]) => `${key}=${String(value)}`).join(',');
  return {
    kind: 'Scale', apiVersion: 'autoscaling/v1',
    metadata: JSON.parse(JSON.stringify({ name, namespace, uid, resourceVersion, creationTimestamp })) as JsonObject,
    spec: { replicas: valueAt(object, pathOf(paths.specReplicasPath)) ?? 0 },
    status: { replicas: valueAt(object, pathOf(paths.statusReplicasPath)) ?? 0, selector: typeof text === 'string' ? text : labels },
  };
}
