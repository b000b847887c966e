import { parseFailure } from './template-error.ts';
import { readAction } from './token.ts';
import type { Token } from './token.ts';

/** Text as it is, or the words of an action; `at` is where it begins. */
export type Segment = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'action'; readonly tokens: readonly Token[]; readonly at: number };

/** Cuts a template at its actions; comments go, and `{{-` and `-}}` eat the white space beside them. @throws CanaryError Invalid */
export function splitTemplate(source: string): readonly Segment[] {
  const segments: Segment[] = [];
  let at = 0;
  let trims = false;
  for (;;) {
    const open = source.indexOf('{{', at);
    const text = source.slice(at, open < 0 ? source.length : open);
    const trimsBefore = open >= 0 && /^\{\{-\s/.test(source.slice(open, open + 4));
    const kept = trimEnd(trims ? text.replace(/^[ \t\r\n]+/, '') : text, trimsBefore);
    if (kept !== '') segments.push({ kind: 'text', text: kept });
    if (open < 0) return segments;
    const start = trimsBefore ? open + 4 : open + 2;
    const { tokens, end, trimsAfter } = source.startsWith('/*', start) ? readComment(source, start) : readAction(source, start);
    if (tokens !== undefined) segments.push({ kind: 'action', tokens, at: open });
    at = end;
    trims = trimsAfter;
  }
}

function trimEnd(text: string, trims: boolean): string {
  return trims ? text.replace(/[ \t\r\n]+$/, '') : text;
}

function readComment(source: string, start: number): { tokens: undefined; end: number; trimsAfter: boolean } {
  const close = source.indexOf('*/', start + 2);
  if (close < 0) throw parseFailure(source, start, 'unclosed comment');
  const [end] = /^(?:\}\}|\s-\}\})/.exec(source.slice(close + 2)) ?? [];
  if (end === undefined) throw parseFailure(source, start, 'comment ends before closing delimiter');
  return { tokens: undefined, end: close + 2 + end.length, trimsAfter: end.length > 2 };
}
