const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', a: '\x07', b: '\b', f: '\f', v: '\v' };

/** The text that a PromQL string literal stands for. Between backticks nothing is escaped. */
export function unquote(literal: string): string {
  const inner = literal.slice(1, -1);
  if (literal.startsWith('`')) return inner;
  return inner.replace(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))/gs, (_, hex?: string, unicode?: string, char?: string) => {
    const code = hex ?? unicode;
    return code === undefined ? (ESCAPES[char ?? ''] ?? char ?? '') : String.fromCodePoint(Number.parseInt(code, 16));
  });
}
