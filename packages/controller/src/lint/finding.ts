import type { FieldPath } from './field-path.ts';
import type { RuleId } from './rule-ids.ts';

/** An `error` must be mended; a `note` tells what could not be checked, or what may be meant otherwise. */
export type Severity = 'error' | 'note';

/** Something wrong with one object. */
export interface Problem {
  readonly rule: RuleId;
  /** Default 'error'. */
  readonly severity?: Severity;
  /** From the object's root. */
  readonly path: FieldPath;
  /** Half a sentence behind the field's name. */
  readonly problem: string;
  /** What to write instead. */
  readonly fix: string;
  /** Lines of YAML that show it. */
  readonly example?: string;
  /** `key`: the name of the field is wrong rather than its value. Default 'value'. */
  readonly at?: 'key' | 'value';
}

/** A problem and where it is. */
export interface Finding {
  readonly rule: RuleId;
  readonly severity: Severity;
  readonly file: string;
  /** From 1; 0 where there is no text. */
  readonly line: number;
  readonly column: number;
  /** Such as `Canary podinfo.test`; empty where there is none. */
  readonly object: string;
  /** Empty where the text as a whole is meant. */
  readonly field: string;
  readonly problem: string;
  readonly fix: string;
  readonly example?: string;
}
