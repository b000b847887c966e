import { parseArgs } from 'node:util';

/** What the command line asks for. */
export interface DemoOptions {
  /** Go on running after the story, for `kubectl`. */
  readonly keep: boolean;
  /** Seconds of the controller's clock in a second of real time. */
  readonly speed: number;
  /** Where the API server listens; 0: anywhere. */
  readonly port: number;
}

/** What `--help` prints. */
export const USAGE = `npm run demo [-- OPTIONS]

  --keep        keep everything running afterwards, and say how to use kubectl with it
  --speed=5     how many times faster than real time the controller and its objects live
  --port=0      port of the API server; 0 takes any that is free
  --help
`;

/** Reads the command line; undefined: it asks for help. @throws TypeError for an option that is unknown or no number */
export function readOptions(args: readonly string[]): DemoOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      keep: { type: 'boolean', default: false },
      speed: { type: 'string', default: '5' },
      port: { type: 'string', default: '0' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  return { keep: values.keep, speed: numberOf('speed', values.speed, 1), port: numberOf('port', values.port, 0) };
}

function numberOf(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least) throw new TypeError(`--${name}=${text}: expected a whole number of at least ${least}`);
  return value;
}
