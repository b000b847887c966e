const QUANTITY = /^([+-]?)(\d+(?:\.\d*)?|\.\d+)([numkMGTPE]|[KMGTPE]i|[eE][+-]?\d+)?$/;
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const DECIMAL = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const NANO = 10n ** 9n;

/** A quantity as Kubernetes writes it: `1000m` is `1`, `1024Mi` is `1Gi`; text that is no quantity stays. @source Kubernetes api/resource */
export function canonicalQuantity(text: string): string {
  const match = QUANTITY.exec(text.trim());
  if (match === null) return text;
  const [, sign = '', digits = '', suffix = ''] = match;
  const amount = suffix.endsWith('i') ? canonicalBinary(digits, suffix) : decimalOf(toNanos(digits, 1n, exponentOf(suffix)), /^[eE]/.test(suffix));
  return sign === '-' && amount !== '0' ? `-${amount}` : amount;
}

function canonicalBinary(digits: string, suffix: string): string {
  const nanos = toNanos(digits, 1024n ** BigInt(BINARY.indexOf(suffix)), 0);
  return binaryOf(nanos) ?? decimalOf(nanos, false);
}

function exponentOf(suffix: string): number {
  return /^[eE][+-]?\d/.test(suffix) ? Number(suffix.slice(1)) : 3 * (DECIMAL.indexOf(suffix) - 3);
}

function toNanos(digits: string, factor: bigint, exponent: number): bigint {
  const [whole = '', fraction = ''] = digits.split('.');
  const shift = exponent + 9 - fraction.length;
  const number = BigInt(whole + fraction) * factor;
  // Kubernetes rounds up what is finer than nano.
  return shift >= 0 ? number * 10n ** BigInt(shift) : (number + 10n ** BigInt(-shift) - 1n) / 10n ** BigInt(-shift);
}

function binaryOf(nanos: bigint): string | undefined {
  if (nanos % NANO !== 0n) return undefined;
  let value = nanos / NANO;
  let at = 0;
  for (; value !== 0n && value % 1024n === 0n && at < BINARY.length - 1; at += 1) value /= 1024n;
  return `${value}${BINARY[at] ?? ''}`;
}

function decimalOf(nanos: bigint, asExponent: boolean): string {
  let value = nanos;
  let at = 0;
  for (; value !== 0n && value % 1000n === 0n && at < DECIMAL.length - 1; at += 1) value /= 1000n;
  if (value === 0n) return '0';
  if (!asExponent) return `${value}${DECIMAL[at] ?? ''}`;
  return at === 3 ? String(value) : `${value}e${3 * (at - 3)}`;
}
