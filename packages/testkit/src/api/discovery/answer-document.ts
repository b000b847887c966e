import type { ApiState } from '../api-state.ts';
import { json, text } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import type { ApiRequest } from '../http/api-request.ts';
import { openApiIndex, openApiOf } from '../openapi/openapi.ts';
import { noSuchResource } from '../status-errors.ts';
import { AGGREGATED, aggregatedDiscovery, wantsAggregated } from './aggregated-discovery.ts';
import { groupDocument, groupList, resourceList } from './discovery.ts';

const HEALTH = ['/healthz', '/livez', '/readyz'];
const OPENAPI = '/openapi/v3';
const VERSION = {
  major: '1', minor: '35', gitVersion: 'v1.35.4', gitCommit: '', gitTreeState: 'clean', buildDate: '2026-01-01T00:00:00Z',
  goVersion: '', compiler: 'node', platform: 'linux/amd64',
};

/** Answers a path that names no resource. @throws StatusError 404 */
export function answerDocument(state: ApiState, request: ApiRequest): Answer {
  const path = request.path.replace(/\/+$/, '');
  if (HEALTH.some(health => path === health || path.startsWith(`${health}/`))) return text(200, 'ok');
  if (path === '/version') return json(200, VERSION);
  if (path === OPENAPI) return json(200, openApiIndex(state.registry));
  const found = path.startsWith(`${OPENAPI}/`) ? openApiOf(state.registry, path.slice(OPENAPI.length + 1)) : undefined;
  return found === undefined ? answerDiscovery(state, request, path) : json(200, found);
}

function answerDiscovery(state: ApiState, request: ApiRequest, path: string): Answer {
  const [, root, first, second] = path.split('/');
  if (first === undefined && (root === 'api' || root === 'apis')) return answerRoot(state, request, root === 'api');
  if (first === undefined) throw noSuchResource();
  const found = root === 'api' ? resourceList(state.registry, '', first) : root !== 'apis' ? undefined : second === undefined ? groupDocument(state.registry, first) : resourceList(state.registry, first, second);
  if (found === undefined) throw noSuchResource();
  return json(200, found);
}

function answerRoot(state: ApiState, request: ApiRequest, isCore: boolean): Answer {
  if (wantsAggregated(request.accept)) return { ...json(200, aggregatedDiscovery(state.registry, isCore)), contentType: AGGREGATED };
  return json(200, isCore ? { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] } : groupList(state.registry));
}
