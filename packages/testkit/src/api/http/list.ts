import type { ApiObject } from '../api-object.ts';
import { apiVersionOf } from '../api-object.ts';
import type { ApiState } from '../api-state.ts';
import type { ServedResource } from '../resources/resource-definition.ts';
import { selectionOf } from '../select/selection.ts';
import { badRequest, continueExpired } from '../status-errors.ts';
import { tableText, wantsTable } from '../table/table.ts';
import type { Answer } from './answer.ts';
import type { ApiRequest } from './api-request.ts';
import { itemText } from './object-text.ts';

/** The objects that a request selects, in order. @throws StatusError 400 */
export function selectObjects(state: ApiState, resource: ServedResource, request: ApiRequest): ApiObject[] {
  const namespace = request.target?.namespace ?? '';
  const all = state.store.table(resource.definition).list(namespace === '' ? undefined : namespace);
  const selected = selectionOf(request.query, resource.definition);
  return selected === undefined ? all : all.filter(selected);
}

/** Answers a list, a page of it where the request has a limit. @throws StatusError 400 */
export function answerList(state: ApiState, resource: ServedResource, request: ApiRequest): Answer {
  const continued = continueOf(state, resource, request.query);
  const page = takePage(selectObjects(state, resource, request), request.query, continued);
  const metadata = { resourceVersion: String(state.store.revision), ...page.metadata };
  if (wantsTable(request)) return { code: 200, body: tableText(state, resource, { objects: page.objects, metadata, query: request.query }) };
  const head = { kind: resource.definition.listKind, apiVersion: apiVersionOf(resource.definition.group, resource.version.name), metadata };
  const items = page.objects.map(object => itemText(resource, object)).join(',');
  return { code: 200, body: `${JSON.stringify(head).slice(0, -1)},"items":[${items}]}` };
}

interface Page {
  readonly objects: readonly ApiObject[];
  readonly metadata: { readonly continue?: string; readonly remainingItemCount?: number };
}

function takePage(objects: readonly ApiObject[], query: URLSearchParams, from: Continued): Page {
  const limit = Number(query.get('limit') ?? 0);
  const rest = from.start === '' ? objects : objects.filter(object => positionOf(object) > from.start);
  const last = rest[limit - 1];
  if (limit <= 0 || rest.length <= limit || last === undefined) return { objects: rest, metadata: {} };
  const token = Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: from.rv, start: positionOf(last) })).toString('base64url');
  return { objects: rest.slice(0, limit), metadata: { continue: token, remainingItemCount: rest.length - limit } };
}

// '!' sorts before every character of a name, so positions sort as the table does.
function positionOf(object: ApiObject): string {
  return `${String(object.metadata['namespace'] ?? '')}!${object.metadata.name}`;
}

/** Where a page begins, and the resource version at which the first one was read. */
interface Continued {
  readonly rv: number;
  readonly start: string;
}

function continueOf(state: ApiState, resource: ServedResource, query: URLSearchParams): Continued {
  const token = query.get('continue') ?? '';
  if (token === '') return { rv: state.store.revision, start: '' };
  const { rv, start } = decodeContinue(token);
  if (rv < state.store.table(resource.definition).oldest) throw continueExpired();
  return { rv, start };
}

function decodeContinue(token: string): Continued {
  try {
    const { rv, start } = JSON.parse(Buffer.from(token, 'base64url').toString()) as Partial<Continued>; // its parts are converted at once
    return { rv: Number(rv), start: String(start) };
  } catch (error) {
    if (error instanceof SyntaxError) throw badRequest('continue key is not valid: ' + error.message);
    throw error;
  }
}
