import { parseFailure } from './template-error.ts';

const ESCAPES: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\', '"': '"' };
const ESCAPE = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|.)/g;

/** The value of a quoted string, a raw string or a number. @throws CanaryError Invalid */
export function readLiteral(source: string, at: number, text: string): string | bigint | number {
  if (text.startsWith('`')) return text.slice(1, -1);
  return text.startsWith('"') ? unquote(source, at, text.slice(1, -1)) : readNumber(source, at, text);
}

function unquote(source: string, at: number, text: string): string {
  return text.replace(ESCAPE, (escape, ...codes: (string | undefined)[]) => {
    const known = ESCAPES[escape.slice(1)];
    if (known !== undefined) return known;
    const code = Number.parseInt(codes.slice(0, 3).find(each => each !== undefined) ?? '', 16);
    if (Number.isNaN(code) || code > 0x10ffff) throw parseFailure(source, at, 'invalid syntax');
    return String.fromCodePoint(code);
  });
}

function readNumber(source: string, at: number, text: string): bigint | number {
  const digits = text.replaceAll('_', '');
  if (/^[+-]?(0|[1-9]\d*)$/.test(digits)) return BigInt(digits);
  if (/^(0x[\da-f]+|0o[0-7]+|0b[01]+)$/i.test(digits)) return BigInt(digits.toLowerCase());
  if (/^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(digits) && !/^[+-]?0\d+$/.test(digits)) return Number(digits);
  throw parseFailure(source, at, `bad number syntax: ${JSON.stringify(text)}`);
}
