import { parseFailure } from './template-error.ts';
import type { Command, Operand, Pipeline } from './template-node.ts';
import { isFunction, QUERY_FUNCTIONS } from './functions.ts';
import type { Token } from './token.ts';

/** Reads the words of one action. Variables that a pipeline declares are added to those in scope. */
export class PipelineParser {
  readonly #source: string;
  readonly #variables: string[];
  readonly #tokens: readonly Token[];
  readonly #end: number;
  #next = 0;

  constructor(source: string, variables: string[], tokens: readonly Token[], end: number) {
    this.#source = source;
    this.#variables = variables;
    this.#tokens = tokens;
    this.#end = end;
  }

  /** @throws CanaryError Invalid */
  parse(context: string): Pipeline {
    const pipeline = this.#pipeline(context);
    const extra = this.#peek();
    if (extra !== undefined) throw this.#failure(extra.text === ')' ? 'unexpected right paren' : `unexpected ${JSON.stringify(extra.text)} in ${context}`);
    return pipeline;
  }

  #pipeline(context: string): Pipeline {
    const { variables, declares } = this.#assigned();
    if (variables.length > 1 && context !== 'range') throw this.#failure(`too many declarations in ${context}`);
    const commands = this.#commands(context);
    for (const name of variables) {
      if (declares) this.#variables.push(name);
      else this.#checkVariable(name);
    }
    return { variables, declares, commands };
  }

  #commands(context: string): readonly Command[] {
    const commands: Command[] = [];
    if (this.#isAtEnd()) throw this.#failure(`missing value for ${context}`);
    while (!this.#isAtEnd()) {
      const command = this.#command();
      if (commands.length > 0 && !takesArguments(command.first)) throw this.#failure(`non executable command in pipeline stage ${commands.length + 1}`);
      commands.push(command);
      if (this.#peek()?.text === '|') this.#next += 1;
    }
    return commands;
  }

  /** `$x :=`, `$key, $value :=` or `$x =`; other words are left for the commands. */
  #assigned(): Pick<Pipeline, 'variables' | 'declares'> {
    const head = this.#tokens.slice(this.#next, this.#next + 4).map(({ kind, text }) => (kind === 'variable' ? '$' : text)).join(' ');
    const [pattern] = /^\$ (?:, \$ :=|:=|=(?!\S))/.exec(head) ?? [];
    if (pattern === undefined) return { variables: [], declares: false };
    const length = pattern.split(' ').length;
    const variables = this.#tokens.slice(this.#next, this.#next + length).filter(({ kind }) => kind === 'variable');
    this.#next += length;
    return { variables: variables.map(({ text }) => text), declares: pattern.endsWith(':=') };
  }

  #command(): Command {
    const first = this.#operand();
    const rest: Operand[] = [];
    while (!this.#isAtEnd() && this.#peek()?.text !== '|') rest.push(this.#operand());
    const end = this.#tokens[this.#next - 1];
    return { first, rest, at: first.at, source: this.#source.slice(first.at, end === undefined ? this.#end : end.at + end.text.length) };
  }

  #operand(): Operand {
    const token = this.#peek();
    if (token === undefined) throw this.#failure('missing operand');
    this.#next += 1;
    const fields = token.kind === 'field' ? [token.text.slice(1)] : [];
    const base = this.#term(token);
    for (let next = this.#peek(); next?.kind === 'field' && !next.spaced; next = this.#peek()) {
      if (base.kind === 'literal' || base.kind === 'nil') throw this.#failure(`unexpected . after term ${JSON.stringify(token.text)}`);
      fields.push(next.text.slice(1));
      this.#next += 1;
    }
    return { ...base, fields, at: token.at, source: base.kind === 'dot' && fields.length > 0 ? `.${fields.join('.')}` : token.text };
  }

  #term(token: Token): TermOf<Operand> {
    const { kind, text, value } = token;
    if (kind === 'literal') return { kind, value };
    if (kind === 'field' || kind === 'dot') return { kind: 'dot' };
    if (kind === 'variable') return { kind, name: this.#checkVariable(text) };
    if (kind === 'name') return this.#word(text);
    if (text !== '(') throw this.#failure(`unexpected ${JSON.stringify(text)} in command`);
    const pipeline = this.#pipeline('parenthesized pipeline');
    if (this.#peek()?.text !== ')') throw this.#failure('unclosed left paren');
    this.#next += 1;
    return { kind: 'group', pipeline };
  }

  #word(text: string): TermOf<Operand> {
    if (text === 'true' || text === 'false') return { kind: 'literal', value: text === 'true' };
    if (text === 'nil') return { kind: 'nil' };
    if (!isFunction(text)) throw this.#failure(`function ${JSON.stringify(text)} not defined; there are ${QUERY_FUNCTIONS.join(', ')}`);
    return { kind: 'function', name: text };
  }

  #checkVariable(name: string): string {
    if (name !== '$' && !this.#variables.includes(name)) throw this.#failure(`undefined variable ${JSON.stringify(name)}`);
    return name;
  }

  /** The end of the action, or of the parentheses that the reading stands in. */
  #isAtEnd(): boolean {
    const token = this.#peek();
    return token === undefined || token.text === ')';
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#next];
  }

  #failure(reason: string): Error {
    return parseFailure(this.#source, this.#peek()?.at ?? this.#end, reason);
  }
}

type TermOf<T> = T extends Operand ? Omit<T, 'fields' | 'at' | 'source'> : never;

/** A lone value can only begin a pipeline. */
function takesArguments({ kind, fields }: Operand): boolean {
  return fields.length > 0 || !['literal', 'nil', 'dot'].includes(kind);
}
