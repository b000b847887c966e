import type { Logger } from '@flagger/sdk';

/** A logger whose lines nobody reads. */
export const silentLogger: Logger = {
  debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined, child: () => silentLogger,
};
