import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from './workspace.ts';

/** Path from the root to the text that the file must have. */
export type GeneratedFiles = Readonly<Record<string, string>>;

/** Paths whose text is not what it must be. */
export function listDrift(files: GeneratedFiles): readonly string[] {
  return Object.entries(files)
    .filter(([path, text]) => readIfExists(path) !== text)
    .map(([path]) => path);
}

/** Writes the files that drifted, and says which. */
export function writeGenerated(files: GeneratedFiles): readonly string[] {
  const drift = listDrift(files);
  for (const path of drift) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true });
    writeFileSync(join(ROOT, path), files[path] ?? '');
  }
  return drift;
}

function readIfExists(path: string): string | undefined {
  return existsSync(join(ROOT, path)) ? readFileSync(join(ROOT, path), 'utf8') : undefined;
}
