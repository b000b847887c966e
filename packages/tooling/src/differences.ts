import { basename } from 'node:path';
import { parseFile } from './source-file.ts';
import { listSources, publicPackages } from './workspace.ts';

/** One tag that tells a deliberate difference from Flagger and the test that shows it: what differs, a colon, the test's file or suite, its title in quotes. */
export interface Difference {
  /** From the root. */
  readonly path: string;
  readonly text: string;
  /** The test that shows it, where the tag names one of its package. */
  readonly test: { readonly path: string; readonly title: string } | undefined;
}

/** Every `@differs` tag of the sources, in the order of files and lines. */
export function listDifferences(): readonly Difference[] {
  return publicPackages().flatMap(({ dir }) => {
    const tests = listSources(dir, 'test');
    return listSources(dir).flatMap(path => parseFile(path).comments.flatMap(({ value }) => tagsOf(value).map(tag => readTag(path, tag, tests))));
  });
}

function tagsOf(comment: string): readonly string[] {
  const text = comment.replace(/^[ \t]*\* ?/gm, '').replace(/\s+/g, ' ').trim();
  const tags = text.split(/(?=(?<!\S)@[a-z]+\b)/).filter(tag => tag.startsWith('@differs '));
  return tags.map(tag => tag.slice('@differs '.length).trim());
}

function readTag(path: string, tag: string, tests: readonly string[]): Difference {
  const [, text = tag, where = '', title] = /^(.*?)[:;,.]? (?:[Tt]est:? )?(`[\w./-]+\.test\.ts`|[\w -]+) "([^"]+)"\.?$/.exec(tag) ?? [];
  const found = title === undefined ? undefined : findTest(tests, where.replaceAll('`', ''), title);
  return { path, text: text.replace(/[;.,] test$/i, ''), test: found === undefined || title === undefined ? undefined : { path: found, title } };
}

/** The file that has the title: the one that is named, which may make titles from a table's words, before any other. */
function findTest(tests: readonly string[], where: string, title: string): string | undefined {
  const named = tests.find(path => basename(path) === basename(where));
  if (named !== undefined && title.split(/\W+/).every(word => parseFile(named).text.includes(word))) return named;
  return tests.find(path => parseFile(path).text.includes(title));
}

/** The tags as a Markdown list; `up` leads from the document's folder to the root. */
export function renderDifferences(differences: readonly Difference[], up: string): string {
  return differences.map(each => renderDifference(each, up)).join('\n');
}

function renderDifference({ path, text, test }: Difference, up: string): string {
  const shown = test === undefined ? '' : `: [${test.title}](${up}${test.path})`;
  return `- [${path.replace(/^packages\//, '').replace(/\/src\//, '/')}](${up}${path}): ${text}${shown}`;
}
