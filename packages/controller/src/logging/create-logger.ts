import type { Clock, LogFields, Logger } from '@flagger/sdk';
import { createLogger as createWinston, format, transports } from 'winston';
import { LOG_LEVELS } from './log-level.ts';
import type { LogLevel } from './log-level.ts';
import { renderConsole, renderJson } from './log-line.ts';

/** How and where lines are written. */
export interface LoggerOptions {
  readonly level: LogLevel;
  readonly encoding: 'json' | 'console';
  readonly stream: NodeJS.WritableStream;
  readonly clock: Clock;
}

type Write = (level: LogLevel, message: string, fields: LogFields) => void;

const NOTHING: LogFields = {};

/** A logger that writes lines to a stream. @source flagger pkg/logger/logger.go */
export function createLogger({ level, encoding, stream, clock }: LoggerOptions): Logger {
  const render = encoding === 'json' ? renderJson : renderConsole;
  const line = format.printf(({ level: at, message, fields }) =>
    render({ atMs: clock.now(), level: at, message: String(message), fields: (fields ?? NOTHING) as LogFields }),
  );
  const winston = createWinston({
    level,
    levels: Object.fromEntries(LOG_LEVELS.map((name, rank) => [name, rank])),
    format: line,
    transports: [new transports.Stream({ stream, eol: '\n' })],
  });
  return logger((at, message, fields) => void winston.log({ level: at, message, fields }), NOTHING);
}

function logger(write: Write, base: LogFields): Logger {
  return {
    debug: (message, fields = NOTHING) => write('debug', message, { ...base, ...fields }),
    info: (message, fields = NOTHING) => write('info', message, { ...base, ...fields }),
    warn: (message, fields = NOTHING) => write('warn', message, { ...base, ...fields }),
    error: (message, fields = NOTHING) => write('error', message, { ...base, ...fields }),
    child: fields => logger(write, { ...base, ...fields }),
  };
}
