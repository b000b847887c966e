import type { Logger } from '@flagger/sdk';
import { isCanaryError } from '@flagger/sdk';
import { createSystemClock } from '../clock/system-clock.ts';
import { parseFlags, renderUsage } from '../flags/parse-flags.ts';
import type { CommandLine } from '../flags/parse-flags.ts';
import { createLogger } from '../logging/create-logger.ts';
import { chooseLevel } from '../logging/log-level.ts';
import { createOperator } from '../operator.ts';
import type { Operator } from '../operator.ts';
import { containStrays } from '../plugins/isolation/contain-strays.ts';
import { REVISION, VERSION } from '../version.ts';

/** The part of the process that the operator touches. */
export type HostProcess = Pick<NodeJS.Process, 'argv' | 'env' | 'stdout' | 'stderr' | 'once' | 'on' | 'exit'>;

/** Runs the operator until a signal ends it; the exit code. @source flagger cmd/flagger/main.go main */
export async function runProcess(host: HostProcess): Promise<number> {
  const commandLine = readCommandLine(host);
  if (typeof commandLine === 'number') return commandLine;
  const { flags, ignored } = commandLine;
  const clock = createSystemClock(clockSpeed(host.env));
  const { level, note } = chooseLevel(flags.logLevel);
  const logger = createLogger({ level, encoding: flags.zapEncoding, stream: host.stderr, clock });
  containStrays(host, logger);
  if (note !== undefined) logger.info(note);
  if (ignored.length > 0) logger.warn('Arguments are ignored because the first of them is no flag', { arguments: ignored });
  logger.info(`Starting flagger version ${VERSION} revision ${REVISION} mesh provider ${flags.meshProvider}`);
  return operate(host, createOperator({ flags, clock, logger }), logger);
}

function readCommandLine({ argv, env, stdout, stderr }: HostProcess): CommandLine | number {
  try {
    const commandLine = parseFlags(argv.slice(2), env);
    if (commandLine.help) stdout.write(renderUsage());
    else if (commandLine.flags.version) stdout.write(`Flagger version ${VERSION} revision  ${REVISION}\n`);
    else return commandLine;
    return 0;
  } catch (error) {
    if (!isCanaryError(error)) throw error;
    stderr.write(`${error.message}\n`);
    return 2;
  }
}

async function operate(host: HostProcess, operator: Operator, logger: Logger): Promise<number> {
  const asked = stopAsked(host);
  const ended = Promise.race([asked.then(() => 0), operator.leadershipLost.then(() => 1)]);
  try {
    const started = operator.start().then(() => undefined);
    const early = await Promise.race([started, ended]);
    const code = early ?? (await ended);
    if (early !== undefined) started.catch(() => undefined);
    await operator.stop();
    return code;
  } catch (error) {
    logger.error(error instanceof Error ? error.message : String(error), isCanaryError(error) ? {} : { error });
    await operator.stop();
    return 1;
  }
}

/** Resolves at the first signal; the second ends the process at once. @source flagger pkg/signals */
function stopAsked(host: HostProcess): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let asked = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    host.on(signal, () => {
      if (asked) host.exit(1);
      asked = true;
      resolve();
    });
  }
  return promise;
}

/** For demonstrations: how many times faster than the machine's clock everything happens. */
function clockSpeed({ FLAGGER_CLOCK_SPEED = '' }: NodeJS.ProcessEnv): number {
  const speed = Number(FLAGGER_CLOCK_SPEED);
  return Number.isFinite(speed) && speed > 0 ? speed : 1;
}
