import type { Logger } from '@flagger/sdk';

/** A logger that says nothing. */
export const quiet: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined, child: () => quiet };
