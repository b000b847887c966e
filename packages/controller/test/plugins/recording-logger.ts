import type { LogFields, Logger } from '@flagger/sdk';

/** One line, with the fields of all loggers above it. */
export interface Line {
  readonly level: string;
  readonly message: string;
  readonly fields: LogFields;
}

/** A logger that keeps its lines. */
export function recordingLogger(lines: Line[], base: LogFields = {}): Logger {
  const at = (level: string) => (message: string, fields: LogFields = {}): void => void lines.push({ level, message, fields: { ...base, ...fields } });
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error'), child: fields => recordingLogger(lines, { ...base, ...fields }) };
}
