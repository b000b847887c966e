import { PipelineParser } from './parse-pipeline.ts';
import { splitTemplate } from './split-template.ts';
import type { Segment } from './split-template.ts';
import { parseFailure } from './template-error.ts';
import type { Pipeline, TemplateNode } from './template-node.ts';
import type { Token } from './token.ts';

const UNSUPPORTED = ['define', 'template', 'block', 'break', 'continue'];

/**
 * Reads a Go text/template: text, comments, pipelines, variables, `if`, `with` and `range`.
 *
 * @throws CanaryError Invalid
 * @differs templates in templates (`define`, `template`, `block`), `break` and `continue` are refused: `go-template.test.ts` "is refused by name"
 */
export function parseTemplate(source: string): readonly TemplateNode[] {
  return new TemplateParser(source).parse();
}

class TemplateParser {
  readonly #source: string;
  readonly #segments: readonly Segment[];
  readonly #variables: string[] = [];
  #next = 0;

  constructor(source: string) {
    this.#source = source;
    this.#segments = splitTemplate(source);
  }

  parse(): readonly TemplateNode[] {
    const { nodes, closedBy } = this.#block();
    if (closedBy !== undefined) throw parseFailure(this.#source, closedBy.at, `unexpected {{${closedBy.text}}}`);
    return nodes;
  }

  /** Everything up to the `else` or `end` that belongs to no inner block, or to the end of the template. */
  #block(): { nodes: TemplateNode[]; closedBy: Token | undefined; rest: readonly Token[] } {
    const nodes: TemplateNode[] = [];
    for (let segment = this.#segments[this.#next]; segment !== undefined; segment = this.#segments[this.#next]) {
      this.#next += 1;
      if (segment.kind === 'text') {
        nodes.push(segment);
        continue;
      }
      const [word, ...rest] = segment.tokens;
      if (word?.kind === 'name' && (word.text === 'else' || word.text === 'end')) return { nodes, closedBy: word, rest };
      nodes.push(this.#action(segment.tokens, segment.at));
    }
    return { nodes, closedBy: undefined, rest: [] };
  }

  #action(tokens: readonly Token[], at: number): TemplateNode {
    const [word, ...rest] = tokens;
    const text = word?.kind === 'name' ? word.text : '';
    if (UNSUPPORTED.includes(text)) throw parseFailure(this.#source, at, `{{${text}}} is not supported; there are if, with and range`);
    if (text === 'if' || text === 'with' || text === 'range') return this.#control(text, rest, at);
    return { kind: 'action', pipeline: this.#pipeline('command', tokens, at) };
  }

  /** Variables that a block declares end with it. */
  #control(kind: 'if' | 'with' | 'range', tokens: readonly Token[], at: number): TemplateNode {
    const scope = this.#variables.length;
    const pipeline = this.#pipeline(kind, tokens, at);
    const inner = this.#variables.length;
    const { nodes: body, closedBy, rest } = this.#block();
    this.#variables.length = inner;
    const otherwise = this.#otherwise(kind, closedBy, rest);
    this.#variables.length = scope;
    return { kind, pipeline, body, otherwise };
  }

  #otherwise(kind: 'if' | 'with' | 'range', word: Token | undefined, rest: readonly Token[]): readonly TemplateNode[] {
    if (word === undefined) throw parseFailure(this.#source, this.#source.length, 'unexpected EOF');
    if (word.text === 'end') return [];
    const [next, ...tokens] = rest;
    if (next !== undefined && next.text === kind && kind !== 'range') return [this.#control(kind, tokens, next.at)];
    if (next !== undefined) throw parseFailure(this.#source, next.at, `unexpected ${JSON.stringify(next.text)} in else`);
    const { nodes, closedBy } = this.#block();
    if (closedBy === undefined) throw parseFailure(this.#source, this.#source.length, 'unexpected EOF');
    if (closedBy.text !== 'end') throw parseFailure(this.#source, closedBy.at, 'expected end; found {{else}}');
    return nodes;
  }

  #pipeline(context: string, tokens: readonly Token[], at: number): Pipeline {
    return new PipelineParser(this.#source, this.#variables, tokens, at).parse(context);
  }
}
