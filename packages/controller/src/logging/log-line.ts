import type { LogFields } from '@flagger/sdk';

/** What one line says. */
export interface LogLine {
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  readonly level: string;
  readonly message: string;
  readonly fields: LogFields;
}

/** One line of JSON, keys as Flagger's: `ts`, `level`, `msg`, then the fields. */
export function renderJson({ atMs, level, message, fields }: LogLine): string {
  return JSON.stringify({ ts: new Date(atMs).toISOString(), level, msg: message, ...plainFields(fields) });
}

/** One line for people: time, level, message and fields between tabs. */
export function renderConsole({ atMs, level, message, fields }: LogLine): string {
  const plain = plainFields(fields);
  const rest = Object.keys(plain).length > 0 ? [JSON.stringify(plain)] : [];
  return [new Date(atMs).toISOString(), level, message, ...rest].join('\t');
}

/** Errors have no enumerable fields: what they say is their message and where they come from. */
function plainFields(fields: LogFields): LogFields {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, value instanceof Error ? (value.stack ?? value.message) : value]));
}
