import { isCanaryError } from '@flagger/sdk';
import { convertSource } from './convert.ts';
import type { Finding } from './finding.ts';
import { LINT_USAGE, parseLintArguments } from './lint-arguments.ts';
import type { LintArguments } from './lint-arguments.ts';
import { lintManifests } from './lint-manifests.ts';
import { parseManifests } from './parse-manifests.ts';
import type { Source } from './parse-manifests.ts';
import { renderJson, renderText } from './print-findings.ts';
import { readSources } from './read-sources.ts';

/** The part of the process that lint touches. */
export interface LintHost extends Pick<NodeJS.Process, 'cwd'> {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
}

/** What makes the exit code 2. */
const UNREAD: readonly Finding['rule'][] = ['unreadable', 'yaml'];

/** `flagger lint ARGUMENTS`: prints what is wrong with manifests; the exit code. */
export async function lintCommand(argv: readonly string[], host: LintHost): Promise<number> {
  try {
    const asked = parseLintArguments(argv);
    if (!asked.help) return await lint(asked, host);
    host.stdout.write(LINT_USAGE);
    return 0;
  } catch (error) {
    if (!isCanaryError(error)) throw error;
    host.stderr.write(`${error.message}\n`);
    return 2;
  }
}

async function lint(asked: LintArguments, host: LintHost): Promise<number> {
  const folder = host.cwd();
  const { sources, findings: unread } = await readSources(asked.files, { folder, stdin: host.stdin });
  const texts = asked.convert ? sources.map(converted) : sources;
  const parsed = texts.map(parseManifests);
  const objects = parsed.flatMap(source => source.objects);
  const findings = [...unread, ...parsed.flatMap(source => source.findings), ...await lintManifests(objects, { ...asked, folder })];
  if (asked.convert) host.stdout.write(texts.map(({ text }) => text.replace(/\n*$/, '\n')).join('---\n'));
  const channel = asked.convert ? host.stderr : host.stdout;
  channel.write(asked.output === 'json' ? renderJson(findings) : renderText(findings));
  return exitCode(findings);
}

/** Text that is no YAML stays as it is. */
function converted(source: Source): Source {
  const parsed = parseManifests(source);
  return parsed.findings.length > 0 ? source : { ...source, text: convertSource(source, parsed) };
}

function exitCode(findings: readonly Finding[]): number {
  if (findings.some(({ rule }) => UNREAD.includes(rule))) return 2;
  return findings.some(({ severity }) => severity === 'error') ? 1 : 0;
}
