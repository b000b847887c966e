import { execFileSync, spawnSync } from 'node:child_process';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parseAllDocuments } from 'yaml';

/** A rendered object, with what tests look at. */
export interface Rendered {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly rules?: readonly { readonly apiGroups?: readonly string[] }[];
}

export type Values = Readonly<Record<string, unknown>>;

const tools = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'loadtester-tools/bin');
const env = { ...process.env, PATH: [process.env['PATH'], tools].join(delimiter) };

/** A file or folder of this package. */
export const inDeploy = (path: string): string => join(import.meta.dirname, '../..', path);

/** Runs a program of the tests' tools. @throws where it fails, with what it says */
export function run(program: string, args: readonly string[], input = ''): string {
  return execFileSync(program, args, { encoding: 'utf8', env, input, stdio: ['pipe', 'pipe', 'pipe'] });
}

/** The release that the tests render: as the documentation installs it. */
const RELEASES: Readonly<Record<string, readonly [release: string, namespace: string]>> = { flagger: ['flagger', 'flagger-system'], loadtester: ['flagger-loadtester', 'test'] };

function templateArgs(chart: string, flags: readonly string[]): readonly string[] {
  const [release = chart, namespace = 'default'] = RELEASES[chart] ?? [];
  return ['template', release, inDeploy(`charts/${chart}`), '--namespace', namespace, ...flags];
}

/** What a chart renders to with values. */
export function render(chart: string, values: Values = {}, ...flags: readonly string[]): string {
  return run('helm', templateArgs(chart, ['--values', '-', ...flags]), JSON.stringify(values));
}

/** What helm says of values that it refuses; empty where it takes them. */
export function refusal(chart: string, values: Values): string {
  const { status, stderr } = spawnSync('helm', templateArgs(chart, ['--values', '-']), { encoding: 'utf8', env, input: JSON.stringify(values) });
  return status === 0 ? '' : stderr;
}

/** The objects of a rendered chart. */
export function objectsIn(manifest: string): readonly Rendered[] {
  return parseAllDocuments(manifest).map(document => document.toJS() as Rendered | null).filter(object => object !== null);
}

/** The one object of a kind. @throws where there is none or another one */
export function only(kind: string, objects: readonly Rendered[]): Rendered {
  const [found, ...others] = objects.filter(object => object.kind === kind);
  if (found === undefined || others.length > 0) throw new Error(`${others.length + (found === undefined ? 0 : 1)} objects of kind ${kind}`);
  return found;
}
