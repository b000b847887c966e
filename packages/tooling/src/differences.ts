import { parseFile } from './source-file.ts';
import { listSources, publicPackages } from './workspace.ts';

/** One `@differs` tag: a deliberate difference from Flagger. */
export interface Difference {
  /** From the root. */
  readonly path: string;
  readonly text: string;
}

/** Every `@differs` tag of the sources, in the order of files and lines. */
export function listDifferences(): readonly Difference[] {
  return publicPackages().flatMap(({ dir }) => listSources(dir).flatMap(path => parseFile(path).comments.flatMap(({ value }) => tagsOf(path, value))));
}

function tagsOf(path: string, comment: string): readonly Difference[] {
  const text = comment.replace(/^[ \t]*\* ?/gm, '').replace(/\s+/g, ' ').trim();
  return text
    .split(/(?=(?<!\S)@[a-z]+\b)/)
    .filter(tag => tag.startsWith('@differs '))
    .map(tag => ({ path, text: tag.slice('@differs '.length).trim() }));
}

/** The tags as a Markdown list; `up` leads from the document's folder to the root. */
export function renderDifferences(differences: readonly Difference[], up: string): string {
  return differences.map(({ path, text }) => `- ${text} ([${path.replace(/^packages\//, '')}](${up}${path}))`).join('\n');
}
