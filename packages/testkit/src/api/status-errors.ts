import { StatusError } from './status-error.ts';
import type { StatusCause } from './status-error.ts';

/** The parts of a resource that an error names. */
export interface ResourceName {
  readonly group: string;
  readonly plural: string;
  readonly kind: string;
}

/** `canaries.flagger.app`, or `services` for the core group. */
function qualifiedResource(resource: ResourceName): string {
  return resource.group === '' ? resource.plural : `${resource.plural}.${resource.group}`;
}

function detailsOf(resource: ResourceName, name: string): { name: string; group?: string; kind: string } {
  return { name, ...(resource.group === '' ? {} : { group: resource.group }), kind: resource.plural };
}

/** 404: no such object. */
export function notFound(resource: ResourceName, name: string): StatusError {
  return new StatusError(404, 'NotFound', `${qualifiedResource(resource)} "${name}" not found`, detailsOf(resource, name));
}

/** 404: no such path, or no such kind. */
export function noSuchResource(kind?: string): StatusError {
  const which = kind === undefined ? '' : `: ${kind} is not served`;
  return new StatusError(404, 'NotFound', `the server could not find the requested resource${which}`, {});
}

/** 409: the name is taken. */
export function alreadyExists(resource: ResourceName, name: string): StatusError {
  return new StatusError(409, 'AlreadyExists', `${qualifiedResource(resource)} "${name}" already exists`, detailsOf(resource, name));
}

const STALE = 'the object has been modified; please apply your changes to the latest version and try again';

/** 409: the object changed since it was read, or a precondition does not hold. */
export function conflict(resource: ResourceName, name: string, why = STALE): StatusError {
  return new StatusError(409, 'Conflict', `Operation cannot be fulfilled on ${qualifiedResource(resource)} "${name}": ${why}`, detailsOf(resource, name));
}

/** 422: the object breaks rules; `causes` says which. */
export function invalid(resource: ResourceName, name: string, causes: readonly StatusCause[]): StatusError {
  const kind = resource.group === '' ? resource.kind : `${resource.kind}.${resource.group}`;
  const reasons = causes.map(cause => `${cause.field}: ${cause.message}`);
  const text = reasons.length === 1 ? reasons[0] : `[${reasons.join(', ')}]`;
  const group = resource.group === '' ? {} : { group: resource.group };
  return new StatusError(422, 'Invalid', `${kind} "${name}" is invalid: ${text}`, { name, ...group, kind: resource.kind, causes });
}

/** 422: the options of a request are wrong. */
export function refusedOptions(kind: string, field: string, reason: string, message: string): StatusError {
  return invalid({ group: 'meta.k8s.io', plural: kind, kind }, '', [{ reason, message, field }]);
}

/** 400: the request makes no sense. */
export function badRequest(message: string): StatusError {
  return new StatusError(400, 'BadRequest', message);
}

/** 403: not allowed. */
export function forbidden(resource: ResourceName, name: string, why: string, causes?: readonly StatusCause[]): StatusError {
  const details = { ...detailsOf(resource, name), ...(causes === undefined ? {} : { causes }) };
  return new StatusError(403, 'Forbidden', `${qualifiedResource(resource)} "${name}" is forbidden: ${why}`, details);
}

/** 405: the resource has no such verb. */
export function methodNotAllowed(): StatusError {
  return new StatusError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {});
}

/** 410: the resource version is no longer in the history. */
export function expired(requested: number, oldest: number): StatusError {
  return new StatusError(410, 'Expired', `too old resource version: ${requested} (${oldest})`);
}

/** 410: the rest of a list can no longer be read as it was. */
export function continueExpired(): StatusError {
  const message = 'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.';
  return new StatusError(410, 'Expired', message);
}

/** 415: the body is of a type that the verb does not take. */
export function unsupportedMediaType(given: string, allowed: readonly string[]): StatusError {
  const message = `the body of the request was in an unknown format - accepted media types include: ${allowed.join(', ')}`;
  return new StatusError(415, 'UnsupportedMediaType', given === '' ? message : `${message} (not ${given})`, {});
}
