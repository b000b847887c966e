/** A number as Go's `%v` prints a float64: shortest form, with an exponent below 1e-4 and from 1e6 on. @source Go fmt %v */
export function formatGoFloat(value: number): string {
  if (!Number.isFinite(value)) return formatNonFinite(value);
  if (Object.is(value, -0)) return '-0';
  const [mantissa = '0', power = '+0'] = value.toExponential().split('e');
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 6) return String(value); // JavaScript prints no exponent in this range either
  return `${mantissa}e${power[0]}${power.slice(1).padStart(2, '0')}`;
}

/** A number as Go's `%.2f` prints it, or with other `digits`: a tie goes to the even digit, where JavaScript goes up. @source Go fmt %f */
export function formatGoFixed(value: number, digits = 2): string {
  if (!Number.isFinite(value)) return formatNonFinite(value);
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  return sign + roundToEven(Math.abs(value), digits);
}

function roundToEven(value: number, digits: number): string {
  if (value >= 1e21) return BigInt(value).toString() + (digits > 0 ? `.${'0'.repeat(digits)}` : ''); // toFixed would print an exponent
  const up = value.toFixed(digits);
  // Only these lie exactly between two numbers of so many digits; with one digit more they print exactly.
  if ((value * 2 ** (digits + 1)) % 2 !== 1) return up;
  const below = value.toFixed(digits + 1).slice(0, digits === 0 ? -2 : -1);
  return Number(below.at(-1)) % 2 === 0 ? below : up;
}

function formatNonFinite(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? '+Inf' : '-Inf';
}
