/** A number as Go's `%v` prints a float64: shortest form, with an exponent below 1e-4 and from 1e6 on. @source Go fmt %v */
export function formatGoFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (Object.is(value, -0)) return '-0';
  const exponent = value === 0 ? 0 : Number(value.toExponential().split('e')[1]);
  if (exponent >= -4 && exponent < 6) return String(value); // JavaScript prints no exponent in this range either
  const [mantissa = '0', power = '+0'] = value.toExponential().split('e');
  const digits = power.slice(1).padStart(2, '0');
  return `${mantissa}e${power[0]}${digits}`;
}
