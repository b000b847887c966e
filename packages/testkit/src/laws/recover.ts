import type { RouterLab } from './router-lab.ts';
import { failureOf } from './expect-failure.ts';

const ATTEMPTS = 50;
const LONG_MS = 10 * 60_000;

/** Calls until it goes well, as the operator would from tick to tick, while the caches of the lab's clock find their way back. @throws CanaryError the last failure */
export async function recover(lab: RouterLab, call: () => Promise<void>, signal: AbortSignal): Promise<void> {
  for (let attempt = 1; attempt < ATTEMPTS; attempt += 1) {
    lab.clock.advance(LONG_MS);
    // A round trip: what the caches asked before it has been answered.
    await lab.cluster.request({ verb: 'get', path: '/version', resource: '/version' }, signal);
    if (await failureOf('the call', call()) === undefined) return;
  }
  await call();
}
