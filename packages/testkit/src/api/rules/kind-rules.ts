import type { ApiObject } from '../api-object.ts';
import type { ApiState } from '../api-state.ts';
import type { ResourceDefinition } from '../resources/resource-definition.ts';
import type { StatusCause } from '../status-error.ts';
import { BUILTIN_RULES } from './builtin-rules.ts';

/** What the server does for one built-in kind beyond its schema. Drafts are changed in place. */
export interface KindRules {
  /** Sets what was not given. */
  readonly defaults?: (draft: ApiObject) => void;
  /** A new object's status may be given. */
  readonly keepsStatusOnCreate?: boolean;
  readonly prepareCreate?: (draft: ApiObject, state: ApiState) => void;
  readonly prepareUpdate?: (draft: ApiObject, live: ApiObject) => void;
  readonly validate?: (draft: ApiObject, live: ApiObject | undefined) => readonly StatusCause[];
  /** Takes addresses and alike, after validation. */
  readonly allocate?: (draft: ApiObject, live: ApiObject | undefined, to: Allocation) => void;
  /** The object stays when its last finalizer has gone. */
  readonly outlivesFinalizers?: (object: ApiObject) => boolean;
}

/** Where an allocation is made; a dry run takes nothing. */
export interface Allocation {
  readonly state: ApiState;
  readonly dryRun: boolean;
}

const NONE: KindRules = {};

/** The rules of a resource; custom ones have none. */
export function rulesOf(definition: ResourceDefinition): KindRules {
  return (definition.builtIn ? BUILTIN_RULES[definition.kind] : undefined) ?? NONE;
}
