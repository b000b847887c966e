import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readDocument } from './documents.ts';
import { ROOT } from './workspace.ts';

/** A row of a table in `docs/`, and the test that its last cell names: `[file](../path) "part of a title"`. */
export interface CitedTest {
  readonly row: string;
  /** Of the test file, from the root. */
  readonly path: string;
  readonly title: string;
}

/** The rows of a document's tables that name a test. */
export function listCitedTests(document: string): readonly CitedTest[] {
  const rows = readDocument(document).matchAll(/^\|.*\[[^\]]+\]\(\.\.\/([^)]+\.test\.ts)\) "([^"]+)" \|$/gm);
  return [...rows].map(([row, path = '', title = '']) => ({ row, path, title }));
}

/** Whether the file is there and has the title. */
export function isThere({ path, title }: CitedTest): boolean {
  return existsSync(join(ROOT, path)) && readDocument(path).includes(title);
}
