import { CanaryError } from '@flagger/sdk';
import type { ErrorCode, Retry } from '@flagger/sdk';
import { describeRequest } from './api-request.ts';
import type { ApiRequest } from './api-request.ts';

/** An answer that is no success. */
export interface ApiFailure {
  readonly status: number;
  readonly body: string;
}

/** The part of a meta/v1 Status that tells failures apart. */
interface Status {
  readonly message?: string;
  readonly reason?: string;
  readonly details?: { readonly name?: string };
}

/** The server no longer, or not yet, knows the resource version that a watch or a page asked for: list again. */
export class VersionGoneError extends CanaryError {
  constructor(message: string) {
    super('ApiUnavailable', 'later', message);
  }
}

const LONGEST_MESSAGE = 1000;

/** What the API server's refusal means, with its own message. */
export function apiError(request: ApiRequest, { status, body }: ApiFailure): CanaryError {
  const answer = parseStatus(body);
  const said = (answer.message ?? body).trim().slice(0, LONGEST_MESSAGE) || `HTTP ${status}`;
  if (isVersionGone(status, said)) return new VersionGoneError(`${describeRequest(request)}: ${said}`);
  const [code, retry] = classify(request, status, answer);
  if (code === 'MissingResourceType') return missingType(request);
  return new CanaryError(code, retry, `${describeRequest(request)}: ${said}`);
}

/** There is no such resource type: its CRD is not installed, or not in this version. */
function missingType(request: ApiRequest): CanaryError {
  const apiVersion = /^\/(?:apis\/([^/]+\/[^/]+)|api\/([^/]+))/.exec(request.path)?.slice(1).find(Boolean) ?? request.path;
  return new CanaryError('MissingResourceType', 'later', `${describeRequest(request)}: the API server has no resource type ${request.resource} in ${apiVersion}; is its CRD installed?`);
}

/** @source Kubernetes: 410 Expired; 504 when etcd was restored from a backup and its versions went backwards */
export function isVersionGone(status: number, message: string): boolean {
  return status === 410 || (status === 504 && message.includes('Too large resource version'));
}

function classify(request: ApiRequest, status: number, answer: Status): readonly [ErrorCode, Retry] {
  switch (status) {
    case 400: case 405: case 413: case 415: case 422: return ['Invalid', 'never'];
    case 401: case 403: return ['ApiForbidden', 'later'];
    case 404: return namesObject(request, answer) ? ['NotFound', 'later'] : ['MissingResourceType', 'later'];
    case 409: return [answer.reason === 'AlreadyExists' ? 'AlreadyExists' : 'Conflict', 'later'];
    default: return ['ApiUnavailable', 'later'];
  }
}

/** A missing object is answered with its name in the details (a create: with that of the namespace); a missing type is not. */
function namesObject(request: ApiRequest, answer: Status): boolean {
  if (request.verb === 'list' || request.verb === 'watch') return false;
  return Boolean(answer.details?.name) || request.resource.startsWith('/');
}

function parseStatus(body: string): Status {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch (cause) {
    if (cause instanceof SyntaxError) return {};
    throw cause;
  }
}
