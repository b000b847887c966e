export { createOperator } from './operator.ts';
export type { Operator, OperatorOptions } from './operator.ts';
export type { Flags } from './flags/flags.ts';
export { defaultFlags, parseFlags } from './flags/parse-flags.ts';
export type { CommandLine } from './flags/parse-flags.ts';
export { createHttpClient } from './http/create-http-client.ts';
export type { HttpClientOptions } from './http/create-http-client.ts';
export { createSystemClock } from './clock/system-clock.ts';
