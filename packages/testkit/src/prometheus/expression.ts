/** How a label is compared. Regular expressions are anchored at both ends. */
export interface LabelMatcher {
  readonly label: string;
  readonly operator: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

/** How series are put together: by these labels, or by all but these. */
export interface Grouping {
  readonly kind: 'by' | 'without';
  readonly labels: readonly string[];
}

/** How the two sides of an operator find each other: on these labels, or on all but these. */
export interface Matching {
  readonly kind: 'on' | 'ignoring';
  readonly labels: readonly string[];
}

/** A PromQL expression. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'selector'; readonly matchers: readonly LabelMatcher[]; readonly rangeMs?: number; readonly offsetMs: number }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'aggregate'; readonly operator: string; readonly of: Expression; readonly grouping: Grouping }
  | { readonly kind: 'negate'; readonly of: Expression }
  | {
    readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression;
    readonly matching: Matching; readonly bool: boolean;
  };

/** A query that cannot be answered: it is no PromQL ('bad_data'), or it is, and cannot be evaluated ('execution'). */
export class PromqlError extends Error {
  override readonly name = 'PromqlError';
  readonly type: 'bad_data' | 'execution';

  constructor(type: 'bad_data' | 'execution', message: string) {
    super(message);
    this.type = type;
  }
}
