import type { Logger } from '@flagger/sdk';

const nothing = (): void => undefined;

/** A logger that says nothing. */
export const silentLogger: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing, child: () => silentLogger };
