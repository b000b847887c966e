import type { LogFields, Logger } from '@flagger/sdk';

/** Writes one JSON object a line. */
export function createLineLogger(stream: NodeJS.WritableStream, base: LogFields = {}): Logger {
  const at = (level: string) => (msg: string, fields: LogFields = {}): void => void stream.write(`${JSON.stringify({ level, msg, ...base, ...fields })}\n`);
  return { debug: () => undefined, info: at('info'), warn: at('warn'), error: at('error'), child: fields => createLineLogger(stream, { ...base, ...fields }) };
}
