import { CanaryError } from '@flagger/sdk';
import type { QueryModel } from './query-model.ts';

/** What stands between `{{` and `}}`: a string literal, or a function with the fields taken of its value. */
export type Operand = { readonly text: string } | { readonly name: keyof QueryModel; readonly fields: readonly string[] };

const FUNCTIONS: readonly (keyof QueryModel)[] = ['name', 'namespace', 'target', 'service', 'ingress', 'route', 'interval', 'variables'];

/**
 * Splits a template into literal text and operands. Of Go's text/template it reads actions with one operand, string
 * literals, comments and trim markers: what queries need.
 *
 * @throws CanaryError Invalid
 */
export function parseTemplate(template: string): readonly (string | Operand)[] {
  const parts: (string | Operand)[] = [];
  let rest = template;
  let trimNext = false;
  for (;;) {
    const open = rest.indexOf('{{');
    const text = open < 0 ? rest : rest.slice(0, open);
    if (open < 0) return [...parts, trimNext ? text.trimStart() : text];
    const close = rest.indexOf('}}', open);
    if (close < 0) throw failure(`unclosed action in ${JSON.stringify(rest.slice(open, open + 40))}`);
    const inner = rest.slice(open + 2, close);
    const trimBefore = /^-\s/.test(inner);
    const kept = trimNext ? text.trimStart() : text;
    parts.push(trimBefore ? kept.trimEnd() : kept);
    trimNext = /\s-$/.test(inner);
    const operand = parseAction(inner.replace(/^-(?=\s)/, '').replace(/(?<=\s)-$/, '').trim());
    if (operand !== undefined) parts.push(operand);
    rest = rest.slice(close + 2);
  }
}

function parseAction(action: string): Operand | undefined {
  if (/^\/\*.*\*\/$/s.test(action)) return undefined;
  if (action === '') throw failure('missing value for command');
  const raw = /^`([^`]*)`$/.exec(action);
  if (raw?.[1] !== undefined) return { text: raw[1] };
  if (/^"(?:[^"\\]|\\.)*"$/.test(action)) return { text: JSON.parse(action) as string };
  const [name = '', ...fields] = action.split('.');
  if (!/^\w+(\.\w+)*$/.test(action)) throw failure(`unexpected ${JSON.stringify(action)}; an action is one of ${FUNCTIONS.join(', ')}`);
  const known = FUNCTIONS.find(each => each === name);
  if (known === undefined) throw failure(`function "${name}" not defined; there are ${FUNCTIONS.join(', ')}`);
  return { name: known, fields };
}

function failure(reason: string): CanaryError {
  return new CanaryError('Invalid', 'never', `template parsing failed: ${reason}`);
}
