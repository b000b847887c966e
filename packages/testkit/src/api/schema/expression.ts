import { Environment, EvaluationError, ParseError, TypeError as CelTypeError } from '@marcbachmann/cel-js';
import type { ValidationRule } from './json-schema.ts';

/** A compiled rule. */
export interface Expression {
  /** Whether the rule compares with the value before. */
  readonly isTransition: boolean;
  /** Whether a value keeps the rule; a rule that cannot be evaluated counts as kept. */
  readonly holds: (self: unknown, oldSelf: unknown) => boolean;
  /** What a user is told. */
  readonly message: (self: unknown, oldSelf: unknown) => string;
}

const environment = new Environment({ unlistedVariablesAreDyn: true, enableOptionalTypes: true, homogeneousAggregateLiterals: false });
const compiled = new WeakMap<ValidationRule, Expression | undefined>();

/** Compiles a rule once; undefined where it needs functions that are Kubernetes' own. */
export function compileRule(rule: ValidationRule): Expression | undefined {
  if (!compiled.has(rule)) compiled.set(rule, compile(rule));
  return compiled.get(rule);
}

function compile(rule: ValidationRule): Expression | undefined {
  const evaluate = parse(rule.rule);
  if (evaluate === undefined) return undefined;
  const explain = rule.messageExpression === undefined ? undefined : parse(rule.messageExpression);
  const fallback = rule.message ?? `failed rule: ${rule.rule.trim()}`;
  return {
    isTransition: /\boldSelf\b/.test(rule.rule) && rule.optionalOldSelf !== true,
    holds: (self, oldSelf) => attempt(() => evaluate({ self, oldSelf })) !== false,
    message: (self, oldSelf) => {
      const text = explain === undefined ? undefined : attempt(() => explain({ self, oldSelf }));
      return typeof text === 'string' ? text : fallback;
    },
  };
}

/** A question for a field behind an index, `has(self.a[0].b)`, which the library has no words for but others. */
const FIELD_OF_ITEM = /\bhas\(([\w.]+\[\d+\][\w.[\]]*)\.(\w+)\)/g;

function parse(text: string): ((variables: Record<string, unknown>) => unknown) | undefined {
  return attempt(() => environment.parse(text.replaceAll(FIELD_OF_ITEM, '$1.?$2.hasValue()')));
}

// What this library does not know, the real server may: the embedded one lets it pass.
function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof ParseError || error instanceof EvaluationError || error instanceof CelTypeError) return undefined;
    throw error;
  }
}
