import { readFileSync } from 'node:fs';
import type { Logger } from '@flagger/sdk';
import { CanaryError, isCanaryError } from '@flagger/sdk';
import { createSystemClock } from '../clock/system-clock.ts';
import { createLoadTester } from '../load-tester.ts';
import type { LoadTester } from '../load-tester.ts';
import { createLogger } from '../logging/create-logger.ts';
import { createRedact } from '../logging/redact.ts';
import { parseSettings, renderUsage } from '../settings/parse-settings.ts';
import type { CommandLine } from '../settings/parse-settings.ts';

/** The part of the process that the load tester touches. */
export type HostProcess = Pick<NodeJS.Process, 'argv' | 'env' | 'stdout' | 'stderr' | 'on' | 'exit'>;

/** Runs the load tester until a signal ends it; the exit code. @source flagger cmd/loadtester/main.go main */
export async function runProcess(host: HostProcess): Promise<number> {
  try {
    const { help, ...commandLine } = parseSettings(host.argv.slice(2));
    if (!help) return await serve(host, commandLine);
    host.stdout.write(renderUsage());
    return 0;
  } catch (error) {
    if (!isCanaryError(error)) throw error;
    host.stderr.write(`${error.message}\n`);
    return 2;
  }
}

async function serve(host: HostProcess, { settings, ignored }: Omit<CommandLine, 'help'>): Promise<number> {
  const token = readToken(settings.tokenFile);
  const clock = createSystemClock();
  const logger = createLogger({ level: settings.logLevel, encoding: settings.zapEncoding, stream: host.stderr, clock, redact: createRedact([token]) });
  if (ignored.length > 0) logger.warn('Arguments are ignored because the first of them is no flag', { arguments: ignored });
  const tester = createLoadTester({ settings, token, clock, logger, env: host.env });
  const asked = stopAsked(host);
  if (!(await starts(tester, logger))) return 1;
  await asked;
  await tester.stop();
  return 0;
}

async function starts(tester: LoadTester, logger: Logger): Promise<boolean> {
  try {
    await tester.start();
    return true;
  } catch (error) {
    logger.error(`HTTP server crashed ${(error as Error).message}`);
    return false;
  }
}

function readToken(file: string): string {
  if (file === '') return '';
  try {
    const token = readFileSync(file, 'utf8').trim();
    if (token !== '') return token;
  } catch (error) {
    throw new CanaryError('Invalid', 'never', `flag -token-file: ${file} can't be read: ${(error as Error).message}`, { cause: error });
  }
  throw new CanaryError('Invalid', 'never', `flag -token-file: ${file} is empty`);
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
