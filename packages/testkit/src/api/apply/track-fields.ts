import type { ApiObject } from '../api-object.ts';
import type { ApiState } from '../api-state.ts';
import type { WriteRequest } from '../verbs/write-request.ts';

/** Notes which manager set which fields. */
export function trackFields(_state: ApiState, _request: WriteRequest, _draft: ApiObject, _live: ApiObject | undefined): void {}
