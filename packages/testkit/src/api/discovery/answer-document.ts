import type { ApiState } from '../api-state.ts';
import { json, text } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import type { ApiRequest } from '../http/api-request.ts';
import { noSuchResource } from '../status-errors.ts';
import { groupList, resourceList } from './discovery.ts';

const HEALTH = ['/healthz', '/livez', '/readyz'];
const VERSION = {
  major: '1', minor: '35', gitVersion: 'v1.35.4', gitCommit: '', gitTreeState: 'clean', buildDate: '2026-01-01T00:00:00Z',
  goVersion: '', compiler: 'node', platform: 'linux/amd64',
};

/** Answers a path that names no resource. @throws StatusError 404 */
export function answerDocument(state: ApiState, request: ApiRequest): Answer {
  const path = request.path.replace(/\/+$/, '');
  if (HEALTH.some(health => path === health || path.startsWith(`${health}/`))) return text(200, 'ok');
  if (path === '/version') return json(200, VERSION);
  if (path === '/api') return json(200, { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] });
  if (path === '/apis') return json(200, groupList(state.registry));
  const [, root, group = '', version] = path.split('/');
  const found = root === 'api' ? resourceList(state.registry, '', group) : root === 'apis' && version !== undefined ? resourceList(state.registry, group, version) : undefined;
  if (found === undefined) throw noSuchResource();
  return json(200, found);
}
