import type { ApiState } from '../api-state.ts';
import type { StreamAnswer } from '../http/answer.ts';
import { isTrue } from '../http/api-request.ts';
import type { ApiRequest } from '../http/api-request.ts';
import { objectText } from '../http/object-text.ts';
import type { ServedResource } from '../resources/resource-definition.ts';
import { selectionOf } from '../select/selection.ts';
import { badRequest } from '../status-errors.ts';
import { rowWriter, wantsTable } from '../table/table.ts';
import type { WatchHub, WatchStart } from './watch-hub.ts';

/** Answers a watch. @throws StatusError 400 */
export function answerWatch(state: ApiState, hub: WatchHub, resource: ServedResource, request: ApiRequest): StreamAnswer {
  const name = request.target?.name ?? '';
  const selected = selectionOf(request.query, resource.definition);
  const options = {
    resource, namespace: request.target?.namespace ?? '', allowsBookmarks: isTrue(request.query.get('allowWatchBookmarks')),
    selected: name === '' ? selected : (object: { metadata: { name: string } }) => object.metadata.name === name,
    textOf: wantsTable(request) ? rowWriter(state, resource, request.query) : objectText.bind(undefined, resource),
  };
  const start = startOf(request.query);
  return { open: response => hub.start(options, start, response) };
}

function startOf(query: URLSearchParams): WatchStart {
  const sendsInitialEvents = isTrue(query.get('sendInitialEvents'));
  const given = query.get('resourceVersion') ?? '';
  if (!/^\d*$/.test(given)) throw badRequest(`resourceVersion: Invalid value: ${JSON.stringify(given)}: a number is allowed`);
  const seconds = Number(query.get('timeoutSeconds') ?? 0);
  return {
    sendsInitialEvents, timeoutMs: seconds > 0 ? seconds * 1000 : undefined,
    fromRevision: sendsInitialEvents || given === '' || given === '0' ? undefined : Number(given),
  };
}
