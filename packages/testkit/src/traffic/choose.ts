import type { Backend } from './route-plan.ts';

/** The backend that a number in [0, 1) falls on when each takes room by its weight; undefined: none has weight. */
export function chooseBackend(backends: readonly Backend[], random: number): Backend | undefined {
  let left = random * backends.reduce((sum, { weight }) => sum + weight, 0);
  return backends.find(({ weight }) => {
    left -= weight;
    return left < 0;
  });
}

/** One of a list, each as likely as the other. */
export function chooseOne<T>(list: readonly T[], random: number): T | undefined {
  return list[Math.floor(random * list.length)];
}
