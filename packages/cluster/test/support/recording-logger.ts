import type { LogFields, Logger } from '@flagger/sdk';

/** One line of a log. */
export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: LogFields;
}

/** A logger that keeps its lines. */
export interface RecordingLogger extends Logger {
  readonly lines: LogLine[];
  /** The messages of one level. */
  messages(level: LogLine['level']): string[];
}

export function recordingLogger(): RecordingLogger {
  const lines: LogLine[] = [];
  const at = (level: LogLine['level']) => (message: string, fields: LogFields = {}): void => void lines.push({ level, message, fields });
  const logger: RecordingLogger = {
    lines,
    messages: level => lines.filter(line => line.level === level).map(line => line.message),
    debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error'),
    child: () => logger,
  };
  return logger;
}
