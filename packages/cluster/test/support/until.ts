import type { VirtualClock } from '@flagger/testkit';

/** Lets I/O go on until `condition` holds; the test's own timeout ends a wait in vain. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise<void>(resolve => void setImmediate(resolve));
}

/** Lets I/O go on and time pass, a little at a time, until `condition` holds. */
export async function passTimeUntil(clock: VirtualClock, condition: () => boolean): Promise<void> {
  await until(() => {
    if (condition()) return true;
    clock.advance(50);
    return false;
  });
}
