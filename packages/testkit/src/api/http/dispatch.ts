import type { ApiState } from '../api-state.ts';
import { answerDocument } from '../discovery/answer-document.ts';
import type { JsonValue } from '../json.ts';
import type { ServedResource } from '../resources/resource-definition.ts';
import { methodNotAllowed, noSuchResource } from '../status-errors.ts';
import { tableText, wantsTable } from '../table/table.ts';
import { readObject } from '../verbs/read.ts';
import { answerWatch } from '../watch/answer-watch.ts';
import type { WatchHub } from '../watch/watch-hub.ts';
import type { Answer, StreamAnswer } from './answer.ts';
import { answerWrite } from './answer-write.ts';
import type { ApiRequest } from './api-request.ts';
import { answerList } from './list.ts';
import type { ResourcePath } from './parse-path.ts';
import { objectText } from './object-text.ts';
import { readScale } from './scale.ts';

/** Answers a request. @throws StatusError */
export function dispatch(state: ApiState, hub: WatchHub, request: ApiRequest, body: JsonValue | undefined): Answer | StreamAnswer {
  const { target, verb } = request;
  if (target === undefined) return answerDocument(state, request);
  const resource = findResource(state, target);
  if (verb === 'watch') return answerWatch(state, hub, resource, request);
  if (verb === 'list') return answerList(state, resource, request);
  if (verb === 'get') return answerGet(state, resource, request);
  if (resource.definition.namespaced && target.namespace === '') throw methodNotAllowed();
  return answerWrite(state, resource, request, body);
}

function findResource(state: ApiState, { group, version, plural, namespace, subresource }: ResourcePath): ServedResource {
  const resource = state.registry.find(group, version, plural);
  if (resource === undefined || (!resource.definition.namespaced && namespace !== '')) throw noSuchResource();
  if (subresource === 'status' && !resource.version.hasStatus) throw noSuchResource();
  return resource;
}

function answerGet(state: ApiState, resource: ServedResource, request: ApiRequest): Answer {
  const { namespace = '', name = '', subresource = '' } = request.target ?? {};
  if (subresource === 'scale') return readScale(state, resource, namespace, name);
  if (subresource !== '' && subresource !== 'status') throw noSuchResource();
  const object = readObject(state, resource, namespace, name);
  if (!wantsTable(request)) return { code: 200, body: objectText(resource, object) };
  const metadata = { resourceVersion: String(object.metadata['resourceVersion']) };
  return { code: 200, body: tableText(state, resource, { objects: [object], metadata, query: request.query }) };
}
