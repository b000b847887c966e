import type { EmbeddedWorld } from '../golden/embedded-world.ts';

/** Long enough for what is on its way between client and server on a busy machine. */
const PATIENCE_MS = 10;

/**
 * Lets a world come to rest while plug-ins hang: the operator is never idle then, so it is at rest when nothing comes to the
 * API server for a while of real time. The world's own rule counts turns of the event loop, which a busy machine belies.
 */
export function bePatient(world: EmbeddedWorld, hanging: () => boolean): void {
  Object.defineProperty(world, 'waitsInTicks', { get: hanging });
  const settle = world.settle.bind(world);
  const progress = (): string => `${world.api.resourceVersion}/${world.api.requests.total}`;
  world.settle = async () => {
    await settle();
    for (let before = ''; hanging() && before !== progress();) {
      before = progress();
      await new Promise(resolve => void setTimeout(resolve, PATIENCE_MS));
      await settle();
    }
  };
}
