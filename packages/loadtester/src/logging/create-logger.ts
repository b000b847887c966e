import type { Clock, LogFields, Logger } from '@flagger/sdk';
import { createLogger as createWinston, format, transports } from 'winston';
import type { Redact } from './redact.ts';

/** How and where lines are written. */
export interface LoggerOptions {
  /** A word of `-log-level`; one that is not known means info. */
  readonly level: string;
  readonly encoding: 'json' | 'console';
  readonly stream: NodeJS.WritableStream;
  readonly clock: Clock;
  /** Takes secrets out of messages and fields. */
  readonly redact: Redact;
}

type Write = (level: string, message: string, fields: LogFields) => void;

const LEVELS = { fatal: 0, error: 1, warn: 2, info: 3, debug: 4 };
const NOTHING: LogFields = {};

/** A logger that writes lines with the keys of Flagger's: `level`, `ts`, `msg`, then the fields. @source flagger pkg/logger/logger.go */
export function createLogger({ level, encoding, stream, clock, redact }: LoggerOptions): Logger {
  const line = format.printf(({ level: at, message, fields }) => {
    const plain = plainFields(fields as LogFields, redact);
    const ts = new Date(clock.now()).toISOString();
    const msg = redact(String(message));
    return encoding === 'json' ? JSON.stringify({ level: at, ts, msg, ...plain }) : [ts, at, msg, JSON.stringify(plain)].join('\t');
  });
  const winston = createWinston({ level: levelOf(level), levels: LEVELS, format: line, transports: [new transports.Stream({ stream, eol: '\n' })] });
  return logger((at, message, fields) => void winston.log({ level: at, message, fields }), NOTHING);
}

function levelOf(word: string): string {
  if (word === 'panic') return 'fatal';
  return word in LEVELS ? word : 'info';
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

/** Errors have no enumerable fields: what they say is their message and where they come from. */
function plainFields(fields: LogFields, redact: Redact): LogFields {
  const plain = (value: unknown): unknown => {
    if (value instanceof Error) return redact(value.stack ?? value.message);
    return typeof value === 'string' ? redact(value) : value;
  };
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, plain(value)]));
}
