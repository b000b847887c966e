import { parseFailure } from './template-error.ts';
import { readLiteral } from './literal.ts';
import type { TemplateValue } from './template-node.ts';

/** A word between `{{` and `}}`. */
export interface Token {
  readonly kind: 'literal' | 'name' | 'field' | 'dot' | 'variable' | 'sign';
  readonly text: string;
  readonly at: number;
  /** Whether space stands before it: `a .b` is an argument, `a.b` a field. */
  readonly spaced: boolean;
  readonly value?: TemplateValue;
}

/** The words of one action, and where the text after it begins. */
export interface Action {
  readonly tokens: readonly Token[];
  readonly end: number;
  readonly trimsAfter: boolean;
}

const WORDS: readonly (readonly [Token['kind'], RegExp])[] = [
  ['literal', /"(?:[^"\\\n]|\\.)*"|`[^`]*`|[+-]?(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?\w*/y],
  ['name', /[\p{L}_][\p{L}\p{Nd}_]*/uy],
  ['field', /\.[\p{L}_][\p{L}\p{Nd}_]*/uy],
  ['dot', /\./y],
  ['variable', /\$[\p{L}\p{Nd}_]*/uy],
  ['sign', /:=|[|(),=]/y],
];

/** Reads the words from `start`, behind `{{`, to the closing `}}`. @throws CanaryError Invalid */
export function readAction(source: string, start: number): Action {
  const tokens: Token[] = [];
  let at = start;
  for (;;) {
    const next = skipSpace(source, at);
    if (source.startsWith('}}', next)) return { tokens, end: next + 2, trimsAfter: false };
    if (next > at && source.startsWith('-}}', next)) return { tokens, end: next + 3, trimsAfter: true };
    const token = readToken(source, next, next > at);
    tokens.push(token);
    at = next + token.text.length;
  }
}

function readToken(source: string, at: number, spaced: boolean): Token {
  if (at >= source.length) throw parseFailure(source, at, 'unclosed action');
  for (const [kind, pattern] of WORDS) {
    pattern.lastIndex = at;
    const text = pattern.exec(source)?.[0];
    if (text === undefined) continue;
    return { kind, text, at, spaced, ...(kind === 'literal' && { value: readLiteral(source, at, text) }) };
  }
  throw parseFailure(source, at, unreadable(source[at] ?? ''));
}

function unreadable(char: string): string {
  if (char === '"') return 'unterminated quoted string';
  return char === '`' ? 'unterminated raw quoted string' : `unexpected ${JSON.stringify(char)} in command`;
}

function skipSpace(source: string, from: number): number {
  let at = from;
  while (at < source.length && ' \t\r\n'.includes(source.charAt(at))) at++;
  return at;
}
