import type { Clock, Logger } from '@flagger/sdk';
import { createSystemClock } from './clock/system-clock.ts';
import { createRedact } from './logging/redact.ts';
import { RunningTester } from './running-tester.ts';
import { defaultSettings } from './settings/parse-settings.ts';
import type { Settings } from './settings/settings.ts';

/** What a load tester is made from; what is left out is what the binary has. */
export interface LoadTesterOptions {
  /** Settings that differ from the defaults of the flags. */
  readonly settings?: Partial<Settings>;
  /** What callers must send; empty: nothing. */
  readonly token?: string;
  /** Default: the machine's. */
  readonly clock?: Clock;
  /** Default: nothing is logged. */
  readonly logger?: Logger;
  /** The environment of commands. Default: the one of this process. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Default: all addresses. */
  readonly host?: string;
}

/** The load tester, in this process. */
export interface LoadTester {
  /** Begins to serve. @throws where the port is taken */
  start(): Promise<void>;
  /** Ends the background tasks at once, and serves what callers wait for, for a minute at most. */
  stop(): Promise<void>;
  /** The port of the server; undefined before `start`. */
  readonly port: number | undefined;
}

const nothing = (): void => undefined;
const silent: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing, child: () => silent };

/**
 * Makes a load tester; it does nothing before `start`.
 *
 * @example
 * const tester = createLoadTester({ settings: { port: 8080, maxTasks: 10 } });
 * await tester.start();
 * @throws CanaryError Invalid, Unsupported: settings that can't be
 */
export function createLoadTester(options: LoadTesterOptions = {}): LoadTester {
  const { token = '', clock = createSystemClock(), logger = silent, env = process.env, host = '0.0.0.0' } = options;
  return new RunningTester({ settings: { ...defaultSettings(), ...options.settings }, token, clock, logger, env, host, redact: createRedact([token]) });
}
