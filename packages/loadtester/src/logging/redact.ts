/** A text without the secrets in it. */
export type Redact = (text: string) => string;

const HIDDEN = '[redacted]';
const SECRET_NAME = String.raw`[\w.-]*(?:passw(?:or)?d|secret|token|api[_-]?key)`;
const VALUE = String.raw`(?:"[^"]*"|'[^']*'|[^\s"'&;,]+)`;

/** What stands before a secret, and the secret; the first group stays. */
const PATTERNS: readonly RegExp[] = [
  /(\b(?:proxy-)?authorization["']?[:=]\s*["']?(?:(?:bearer|basic|token)\s+)?)(?!(?:bearer|basic|token)\s)[^\s"',]+/gi,
  /(\bbearer\s+)[\w.~+/=-]{6,}/gi,
  /(\b[a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/@"']+(?=@)/gi,
  new RegExp(String.raw`(\b${SECRET_NAME}["']?(?:=|:\s*))${VALUE}`, 'gi'),
  new RegExp(String.raw`((?<![\w-])--?${SECRET_NAME}\s+)${VALUE}`, 'gi'),
  /((?<![\w-])(?:-u|--user)[\s=]*["']?[^\s:"']+:)[^\s"']+/g,
];

/** Hides what looks like a secret, such as passwords in URLs and authorization headers, and the `known` ones wherever they stand. */
export function createRedact(known: readonly string[] = []): Redact {
  const secrets = known.filter(secret => secret !== '');
  return text => {
    const withoutKnown = secrets.reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), text);
    return PATTERNS.reduce((rest, pattern) => rest.replace(pattern, `$1${HIDDEN}`), withoutKnown);
  };
}
