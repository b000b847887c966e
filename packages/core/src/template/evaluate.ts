import { goTypeOf } from '../gofmt/sprintf.ts';
import { functionNamed, isFunction, isTrue } from './functions.ts';
import type { QueryModel } from './query-model.ts';
import { runFailure } from './template-error.ts';
import { TemplateMistake } from './template-mistake.ts';
import type { Command, Operand, Pipeline, SourcePart, TemplateValue } from './template-node.ts';

/** What a template sees at one place: the value of `.`, and variables by name, the innermost last. */
export interface Scope {
  readonly dot: TemplateValue;
  readonly variables: { readonly name: string; value: TemplateValue }[];
}

/** Evaluates the pipelines of one template. */
export class Evaluator {
  readonly #source: string;
  readonly #model: QueryModel;

  constructor(source: string, model: QueryModel) {
    this.#source = source;
    this.#model = model;
  }

  /** The pipeline's value; `set` may be false where a `range` sets the variables itself. @throws CanaryError Invalid */
  pipeline(pipeline: Pipeline, scope: Scope, set = true): TemplateValue {
    let value: TemplateValue;
    pipeline.commands.forEach((command, at) => {
      value = this.#command(command, scope, at === 0 ? [] : [value]);
    });
    if (set) for (const name of pipeline.variables) this.assign(scope, name, value, pipeline.declares);
    return value;
  }

  /** Declares a variable, or gives the innermost of that name a value. */
  assign({ variables }: Scope, name: string, value: TemplateValue, declares = true): void {
    const known = declares ? undefined : variables.findLast(each => each.name === name);
    if (known === undefined) variables.push({ name, value });
    else known.value = value;
  }

  /** That the part can't be evaluated. */
  failure(part: SourcePart, reason: string): Error {
    return runFailure(this.#source, part, reason);
  }

  #command(command: Command, scope: Scope, piped: readonly TemplateValue[]): TemplateValue {
    const { first, rest } = command;
    if (first.kind === 'function' && first.fields.length === 0) return this.#call(command, scope, piped);
    if (first.kind === 'nil') throw this.failure(first, 'nil is not a command');
    if (rest.length > 0 || piped.length > 0) {
      const [field] = first.fields;
      throw this.failure(first, field === undefined ? `can't give argument to non-function ${first.source}` : `${field} is not a method but has arguments`);
    }
    return this.#operand(first, scope);
  }

  #call(command: Command, scope: Scope, piped: readonly TemplateValue[]): TemplateValue {
    const { first, rest } = command;
    const name = first.source;
    const count = rest.length + piped.length;
    const found = functionNamed(name);
    const { least, most } = found ?? { least: 1, most: Number.POSITIVE_INFINITY };
    if (count < least || count > most) throw this.failure(first, `wrong number of args for ${name}: want ${least === most ? '' : 'at least '}${least} got ${count}`);
    if (found === undefined) return this.#choose(name === 'or', rest, scope, piped);
    const values = [...rest.map(operand => this.#operand(operand, scope)), ...piped];
    try {
      return found.call(this.#model, values);
    } catch (error) {
      if (!(error instanceof TemplateMistake)) throw error;
      throw this.failure(command, `error calling ${name}: ${error.message}`);
    }
  }

  /** `and` and `or`: the first value that decides, or the last. Those behind it are not evaluated. */
  #choose(stopsAt: boolean, operands: readonly Operand[], scope: Scope, piped: readonly TemplateValue[]): TemplateValue {
    let value: TemplateValue;
    for (const operand of operands) {
      value = this.#operand(operand, scope);
      if (isTrue(value) === stopsAt) return value;
    }
    return piped.length > 0 ? piped[0] : value;
  }

  #operand(operand: Operand, scope: Scope): TemplateValue {
    return operand.fields.reduce((value, field) => this.#field(operand, value, field), this.#base(operand, scope));
  }

  #base(operand: Operand, scope: Scope): TemplateValue {
    switch (operand.kind) {
      case 'literal':
        return operand.value;
      case 'nil':
        return undefined;
      case 'dot':
        return scope.dot;
      case 'variable':
        return scope.variables.findLast(each => each.name === operand.name)?.value;
      case 'function':
        return this.#call({ first: { ...operand, fields: [] }, rest: [], at: operand.at, source: operand.source }, scope, []);
      case 'group':
        return this.pipeline(operand.pipeline, scope);
    }
  }

  #field(operand: Operand, value: TemplateValue, field: string): TemplateValue {
    if (value === undefined) {
      const hint = isFunction(field) ? `; ${field} is a function: write {{ ${field} }}` : '';
      throw this.failure(operand, `nil data; no entry for key ${JSON.stringify(field)}${hint}`);
    }
    if (typeof value !== 'object') throw this.failure(operand, `can't evaluate field ${field} in type ${goTypeOf(value)}`);
    if (Object.hasOwn(value, field)) return value[field];
    const keys = Object.keys(value).sort().join(', ') || 'none';
    throw this.failure(operand, `map has no entry for key ${JSON.stringify(field)}; there are: ${keys}`);
  }
}
