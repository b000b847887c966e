const SECOND = 1000;
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/** How long ago a moment was, as kubectl prints it: `119s`, `5m3s`, `47h`, `3d4h`. @source Kubernetes util/duration HumanDuration */
export function ageOf(time: unknown, nowMs: number): string {
  if (typeof time !== 'string') return '<unknown>';
  const seconds = Math.floor((nowMs - Date.parse(time)) / SECOND);
  if (Number.isNaN(seconds)) return '<invalid>';
  if (seconds < -1) return '<invalid>';
  const row = SCALES.find(scale => seconds < scale.below) ?? SCALES.at(-1);
  return row === undefined ? '' : two(Math.max(0, seconds), row);
}

interface Scale {
  readonly below: number;
  readonly unit: readonly [number, string];
  readonly rest?: readonly [number, string];
}

const SCALES: readonly Scale[] = [
  { below: 2 * MINUTE, unit: [1, 's'] },
  { below: 10 * MINUTE, unit: [MINUTE, 'm'], rest: [1, 's'] },
  { below: 3 * HOUR, unit: [MINUTE, 'm'] },
  { below: 8 * HOUR, unit: [HOUR, 'h'], rest: [MINUTE, 'm'] },
  { below: 2 * DAY, unit: [HOUR, 'h'] },
  { below: 8 * DAY, unit: [DAY, 'd'], rest: [HOUR, 'h'] },
  { below: 2 * YEAR, unit: [DAY, 'd'] },
  { below: 8 * YEAR, unit: [YEAR, 'y'], rest: [DAY, 'd'] },
  { below: Infinity, unit: [YEAR, 'y'] },
];

function two(seconds: number, { unit, rest }: Scale): string {
  const whole = `${Math.floor(seconds / unit[0])}${unit[1]}`;
  const more = rest === undefined ? 0 : Math.floor((seconds % unit[0]) / rest[0]);
  return more === 0 || rest === undefined ? whole : `${whole}${more}${rest[1]}`;
}
