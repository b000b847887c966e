/** Values beside a constant log message, such as `{ canary: 'web.prod', provider: 'istio' }`. Never a secret. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Structured logging: a message that never varies, and fields that do. It is passed in, never imported. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A logger that adds `fields` to every line. */
  child(fields: LogFields): Logger;
}
