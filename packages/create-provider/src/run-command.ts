import { readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createProvider } from './create-provider.ts';
import { CreationRefused } from './creation-refused.ts';
import { readProviderName } from './provider-name.ts';

/** What a command needs of its process. */
export interface CommandWorld {
  /** The folder that the command was called in. */
  readonly cwd: string;
  /** Takes standard output. */
  readonly say: (text: string) => void;
  /** Takes standard error. */
  readonly complain: (text: string) => void;
}

const USAGE = `Writes a new provider for Flagger for TypeScript.

  npm create @flagger/provider NAME [FOLDER]

NAME    what canaries write in spec.provider, such as my-mesh, or with the scope of its npm package, such as @acme/my-mesh
FOLDER  where it goes; default: flagger-provider-NAME. It has to be empty or not there yet
`;

/** Runs `create-provider` with the arguments after its own name, and returns the exit status: 0, or 1 where it refused. */
export function runCommand(args: readonly string[], world: CommandWorld): number {
  try {
    world.say(answer(args, world.cwd));
    return 0;
  } catch (error) {
    if (!(error instanceof CreationRefused)) throw error;
    world.complain(`create-provider: ${error.message}\n`);
    return 1;
  }
}

function answer(args: readonly string[], cwd: string): string {
  const { positionals, help } = parse(args);
  if (help) return USAGE;
  const [text, place, ...more] = positionals;
  if (text === undefined) throw new CreationRefused(`a name is missing\n\n${USAGE}`);
  if (more.length > 0) throw new CreationRefused(`"${more.join(' ')}" is too much\n\n${USAGE}`);
  const name = readProviderName(text);
  const folder = resolve(cwd, place ?? name.packageName.replace(/^.*\//, ''));
  const written = createProvider(folder, { ...name, version: ownVersion() });
  return next(name.packageName, relative(cwd, folder) || '.', written.length);
}

function parse(args: readonly string[]): { readonly positionals: readonly string[]; readonly help: boolean } {
  const options = { help: { type: 'boolean', short: 'h' } } as const;
  const { positionals, values } = parseArgs({ args: [...args], allowPositionals: true, strict: false, options });
  const unknown = Object.keys(values).find(name => !(name in options));
  if (unknown !== undefined) throw new CreationRefused(`there is no option "${unknown}"\n\n${USAGE}`);
  return { positionals, help: values.help === true };
}

function ownVersion(): string {
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as { readonly version: string };
  return version;
}

function next(packageName: string, folder: string, files: number): string {
  const steps = [...(folder === '.' ? [] : [`cd ${folder}`]), 'npm install', 'npm test'];
  return `Wrote ${packageName} (${files} files) to ${folder}. It keeps the laws of routers as it is; next:\n\n${steps.map(step => `  ${step}\n`).join('')}\nThen make it yours, as its README.md says.\n`;
}
