import type { Logger } from '@flagger/sdk';
import { PluginCall } from './plugin-call.ts';

/** The part of the process that hears of errors which nobody caught. */
export type ErrorSource = Pick<NodeJS.Process, 'on' | 'exit'>;

/**
 * What a plug-in left running behind a call, such as a promise that nobody waits for, may fail: it is logged with the
 * plug-in's name. Any other error that nobody caught ends the process, as Node does.
 */
export function containStrays(host: ErrorSource, logger: Logger): void {
  const hear = (error: unknown): void => {
    const { called } = PluginCall.current() ?? {};
    if (called !== undefined) {
      called.logger.error('The plug-in left something running that failed', { method: called.method, error });
      return;
    }
    logger.error('An error that nobody expected ends the operator', { error });
    host.exit(1);
  };
  host.on('unhandledRejection', hear);
  host.on('uncaughtException', hear);
}
