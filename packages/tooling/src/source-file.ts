import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'oxc-parser';
import type { Comment, EcmaScriptModule, Program } from 'oxc-parser';
import { ROOT } from './workspace.ts';

/** One parsed TypeScript file. */
export interface SourceFile {
  /** From the root. */
  readonly path: string;
  readonly text: string;
  readonly program: Program;
  readonly comments: readonly Comment[];
  readonly module: EcmaScriptModule;
}

const parsed = new Map<string, SourceFile>();

/** Parses a file once. @throws Error where it is not TypeScript */
export function parseFile(path: string): SourceFile {
  const known = parsed.get(path);
  if (known !== undefined) return known;
  const text = readFileSync(join(ROOT, path), 'utf8');
  const { program, comments, module, errors } = parseSync(path, text);
  const [error] = errors;
  if (error !== undefined) throw new Error(`${path}: ${error.message}`);
  const file = { path, text, program, comments, module };
  parsed.set(path, file);
  return file;
}

/** The text between two offsets, with comments left out. */
export function textWithoutComments({ text, comments }: SourceFile, start = 0, end = text.length): string {
  let at = start;
  let kept = '';
  for (const comment of comments.filter(each => each.start >= start && each.end <= end)) {
    kept += text.slice(at, comment.start);
    at = comment.end;
  }
  return kept + text.slice(at, end);
}

/** What a file imports or re-exports, by specifier; `import()` with a literal too. */
export function listImports({ module, text }: SourceFile): readonly string[] {
  const fromExports = module.staticExports.flatMap(each => each.entries.map(entry => entry.moduleRequest?.value));
  const dynamic = module.dynamicImports.map(each => /^(['"`])([^$]*)\1$/.exec(text.slice(each.moduleRequest.start, each.moduleRequest.end))?.[2]);
  const all = [...module.staticImports.map(each => each.moduleRequest.value), ...fromExports, ...dynamic];
  return [...new Set(all.filter(specifier => specifier !== undefined))];
}
