import { formatGoValue } from '../gofmt/sprintf.ts';
import { Evaluator } from './evaluate.ts';
import type { Scope } from './evaluate.ts';
import { isTrue } from './functions.ts';
import { parseTemplate } from './parse-template.ts';
import type { QueryModel } from './query-model.ts';
import type { TemplateNode, TemplateValue } from './template-node.ts';

/** No query needs more; a mistyped number must not fill the memory. */
const MOST_ROUNDS = 10_000;

/** Key and value of a round. */
type Entry = readonly [TemplateValue, TemplateValue];
type Control = Extract<TemplateNode, { kind: 'if' | 'with' | 'range' }>;

/**
 * Renders a query, a Go text/template over the functions of {@link QueryModel}.
 *
 * @example
 * renderQuery('errors{app="{{ target }}",v="{{ variables.level }}"}[{{ interval }}]', model);
 * @throws CanaryError Invalid, where the template can't be read, or names a function or variable that there is not
 */
export function renderQuery(template: string, model: QueryModel): string {
  const nodes = parseTemplate(template);
  return new Renderer(new Evaluator(template, model)).block(nodes, { dot: undefined, variables: [] });
}

class Renderer {
  readonly #evaluator: Evaluator;

  constructor(evaluator: Evaluator) {
    this.#evaluator = evaluator;
  }

  block(nodes: readonly TemplateNode[], scope: Scope): string {
    return nodes.map(node => this.#node(node, scope)).join('');
  }

  #node(node: TemplateNode, scope: Scope): string {
    if (node.kind === 'text') return node.text;
    if (node.kind !== 'action') return this.#inner(node, scope);
    const value = this.#evaluator.pipeline(node.pipeline, scope);
    if (node.pipeline.variables.length > 0) return '';
    return value === undefined ? '<no value>' : formatGoValue(value);
  }

  /** Variables that a block declares end with it. */
  #inner(node: Control, scope: Scope): string {
    const { length } = scope.variables;
    const text = node.kind === 'range' ? this.#range(node, scope) : this.#choice(node, scope);
    scope.variables.length = length;
    return text;
  }

  #choice(node: Control, scope: Scope): string {
    const value = this.#evaluator.pipeline(node.pipeline, scope);
    if (!isTrue(value)) return this.block(node.otherwise, scope);
    return this.block(node.body, node.kind === 'with' ? { ...scope, dot: value } : scope);
  }

  #range(node: Control, scope: Scope): string {
    const { pipeline, body, otherwise } = node;
    const entries = this.#entries(node, scope);
    if (entries.length === 0) return this.block(otherwise, scope);
    const { length } = scope.variables;
    return entries
      .map(entry => {
        scope.variables.length = length;
        this.#setLoopVariables(pipeline.variables, entry, scope);
        return this.block(body, { ...scope, dot: entry[1] });
      })
      .join('');
  }

  /** One variable takes the value, two take key and value. */
  #setLoopVariables(names: readonly string[], entry: Entry, scope: Scope): void {
    const values = names.length === 1 ? entry.slice(1) : entry;
    names.forEach((name, at) => this.#evaluator.assign(scope, name, values[at]));
  }

  #entries({ pipeline }: Control, scope: Scope): readonly Entry[] {
    const value = this.#evaluator.pipeline(pipeline, scope, false);
    if (value === undefined) return [];
    if (typeof value === 'object') return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    const { at = 0, source = '' } = pipeline.commands[0] ?? {};
    const failure = (reason: string): Error => this.#evaluator.failure({ at, source }, reason);
    if (typeof value !== 'bigint') throw failure(`range can't iterate over ${formatGoValue(value)}`);
    if (pipeline.variables.length > 1) throw failure(`can't use ${value} to iterate over more than one variable`);
    if (value > MOST_ROUNDS) throw failure(`a range has at most ${MOST_ROUNDS} rounds`);
    return Array.from({ length: Math.max(0, Number(value)) }, (_, round) => [BigInt(round), BigInt(round)]);
  }
}
