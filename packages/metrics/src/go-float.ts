const FLOAT = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const WORD = /^([+-]?)(?:(inf|infinity)|nan)$/i;

/** The number that a text means to Go, such as `1e3`, `+Inf` or `NaN`; undefined where it is none, such as ``, `0x10` or ` 1`. @source Go strconv.ParseFloat */
export function parseGoFloat(text: string): number | undefined {
  if (FLOAT.test(text)) return Number(text);
  const [word, sign, infinity] = WORD.exec(text) ?? [];
  if (word === undefined) return undefined;
  if (infinity === undefined) return sign === '' ? Number.NaN : undefined;
  return sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
