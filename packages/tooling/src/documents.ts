import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listDifferences, renderDifferences } from './differences.ts';
import type { GeneratedFiles } from './generated-files.ts';
import { renderPackageGraph } from './package-graph.ts';
import { listPackages, ROOT } from './workspace.ts';

/** Text that a `<!-- generated: NAME -->` block holds, by name. */
const BLOCKS: Readonly<Record<string, () => string>> = {
  packages: () => renderPackageGraph(listPackages()),
  differences: () => renderDifferences(listDifferences(), '../'),
};

/** Every Markdown file that people write, by its path from the root, sorted. */
export function listDocuments(): readonly string[] {
  const patterns = ['*.md', 'docs/**/*.md', 'packages/*/README.md', 'packages/providers/*/README.md', 'examples/*/README.md'];
  return globSync(patterns, { cwd: ROOT }).filter(path => !path.startsWith('docs/generated/')).toSorted();
}

/** A file's text. */
export function readDocument(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** Every document as it must be: generated blocks and code snippets renewed from the code. */
export function renderDocuments(): GeneratedFiles {
  return Object.fromEntries(listDocuments().map(path => [path, renewSnippets(renewBlocks(readDocument(path)))]));
}

function renewBlocks(text: string): string {
  return text.replace(/(<!-- generated: ([\w-]+) -->\n)[^]*?(<!-- end -->)/g, (_, open: string, name: string, close: string) => {
    const render = BLOCKS[name];
    if (render === undefined) throw new Error(`no block is called ${name}; there are ${Object.keys(BLOCKS).join(', ')}`);
    return `${open}${render()}\n${close}`;
  });
}

/** A fence such as "```ts examples/library/src/main.ts#analysis" holds that file, or the lines between `#region analysis` and `#endregion`. */
function renewSnippets(text: string): string {
  return text.replace(/^(```\w+ ([\w./-]+)(?:#([\w-]+))?\n)[^]*?^```$/gm, (_, fence: string, path: string, region?: string) => `${fence}${cutSnippet(path, region)}\n\`\`\``);
}

/** @throws Error where file or region is missing */
function cutSnippet(path: string, region?: string): string {
  if (!existsSync(join(ROOT, path))) throw new Error(`a snippet is cut from ${path}, which is not there`);
  const lines = readDocument(path).trimEnd().split('\n');
  if (region === undefined) return lines.join('\n');
  const start = lines.findIndex(line => new RegExp(`#region ${region}$`).test(line));
  const end = lines.findIndex((line, at) => at > start && /#endregion/.test(line));
  if (start < 0 || end < 0) throw new Error(`${path} has no region ${region}`);
  return dedent(lines.slice(start + 1, end)).join('\n');
}

function dedent(lines: readonly string[]): readonly string[] {
  const indents = lines.filter(line => line.trim() !== '').map(line => line.search(/\S/));
  return lines.map(line => line.slice(Math.min(...indents)));
}
