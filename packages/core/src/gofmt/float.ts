/** A number as Go's `%v` prints a float64: shortest form, with an exponent below 1e-4 and from 1e6 on. @source Go fmt %v */
export function formatGoFloat(value: number): string {
  if (!Number.isFinite(value)) return formatNonFinite(value);
  if (Object.is(value, -0)) return '-0';
  const [mantissa = '0', power = '+0'] = value.toExponential().split('e');
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 6) return String(value); // JavaScript prints no exponent in this range either
  return `${mantissa}e${power[0]}${power.slice(1).padStart(2, '0')}`;
}

/** A number as Go's `%.2f` prints it: a tie goes to the even digit, where JavaScript goes up. @source Go fmt %.2f */
export function formatGoFixed(value: number): string {
  if (!Number.isFinite(value)) return formatNonFinite(value);
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  return `${sign}${formatHundredths(Math.abs(value))}`;
}

/** Only odd eighths lie exactly between two hundredths; these are the even ones. */
const TIES: Readonly<Record<number, string>> = { 1: '12', 3: '38', 5: '62', 7: '88' };

function formatHundredths(value: number): string {
  if (value >= 1e21) return `${BigInt(value)}.00`; // toFixed would print an exponent
  const whole = Math.floor(value);
  const tie = TIES[(value - whole) * 8];
  return tie === undefined ? value.toFixed(2) : `${whole}.${tie}`;
}

function formatNonFinite(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? '+Inf' : '-Inf';
}
