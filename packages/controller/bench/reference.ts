/** What is measured at each number of canaries. */
export type Figure =
  | 'requests per idle canary and 10 s'
  | 'idle CPU'
  | 'RSS while idle'
  | 'RSS at most'
  | 'change noticed, one at a time, p95'
  | 'change noticed, all at once, p95'
  | 'rollout, all at once, p50'
  | 'rollout, all at once, slowest'
  | 'requests per rollout'
  | 'writes but events per rollout'
  | 'start to healthy';

interface Row {
  readonly unit: string;
  /** Of Flagger 1.44 with Istio and an interval of 10 s, at 10, 100 and 300 canaries, on a real control plane. */
  readonly flagger?: readonly [number, number, number];
  /** What the operator is to reach. */
  readonly aim?: string;
}

const SIZES = [10, 100, 300];

/** Flagger's figures were taken with all targets changed at once; a change counts as noticed when the canary's status says so. */
const ROWS: Readonly<Record<Figure, Row>> = {
  'requests per idle canary and 10 s': { unit: '', flagger: [12, 13, 5], aim: '0' },
  'idle CPU': { unit: '% of a core', flagger: [0.3, 5.6, 7.5], aim: '< 1 at 300' },
  'RSS while idle': { unit: 'MiB', flagger: [65, 72, 83], aim: '<= 120 at 100, <= 300 at 1000' },
  'RSS at most': { unit: 'MiB' },
  'change noticed, one at a time, p95': { unit: 'ms', aim: '< 250 at 300' },
  'change noticed, all at once, p95': { unit: 'ms', flagger: [7_400, 19_000, 37_000] },
  'rollout, all at once, p50': { unit: 's', flagger: [47, 50, 154], aim: '<= 25, the same at 300 and 1000' },
  'rollout, all at once, slowest': { unit: 's' },
  'requests per rollout': { unit: '', flagger: [96, 101, 92], aim: '<= 20' },
  'writes but events per rollout': { unit: '', flagger: [10, 10, 10], aim: '<= 10' },
  'start to healthy': { unit: 's', flagger: [0.5, 0.5, 0.5], aim: '<= 0.5' },
};

/** The unit of a figure. */
export function unitOf(figure: Figure): string {
  return ROWS[figure].unit;
}

/** What to print beside a figure: Flagger's at this number of canaries, and the aim. */
export function besides(figure: Figure, canaries: number): string {
  const { flagger, aim } = ROWS[figure];
  const theirs = flagger?.[SIZES.indexOf(canaries)];
  return [theirs === undefined ? [] : `Flagger ${theirs.toLocaleString('en')}`, aim === undefined ? [] : `aim ${aim}`].flat().join('; ');
}
