import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Manifest } from '@flagger/sdk';

const ROOT = join(import.meta.dirname, '../../../..');

/** A whole manifest that a page shows. */
export interface ShownManifest {
  readonly page: string;
  /** Of the block, from one. */
  readonly line: number;
  readonly manifest: Manifest;
}

/** Every whole manifest in the pages that match; excerpts without a kind are none. */
export function shownManifests(pattern: string): readonly ShownManifest[] {
  return globSync(pattern, { cwd: ROOT }).toSorted().flatMap(page => manifestsIn(page, readFileSync(join(ROOT, page), 'utf8')));
}

function manifestsIn(page: string, text: string): readonly ShownManifest[] {
  return [...text.matchAll(/^```yaml[^\n]*\n(.*?)^```/gms)].flatMap(({ 1: block = '', index }) => {
    const line = text.slice(0, index).split('\n').length;
    return parseAllDocuments(block)
      .map(document => (document.toJS() ?? {}) as Partial<Manifest>)
      .filter(({ kind, apiVersion }) => typeof kind === 'string' && typeof apiVersion === 'string')
      .map(manifest => ({ page, line, manifest: manifest as Manifest }));
  });
}
