import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CreationRefused } from './creation-refused.ts';
import { fillPath, fillText } from './fill-template.ts';
import type { Filling } from './fill-template.ts';

/** The template lies beside the sources and beside what they are compiled to. */
const TEMPLATE = join(import.meta.dirname, '../template');
/** What work in the template itself leaves there. */
const NOT_TEMPLATE = /^(node_modules|dist)(\/|\\|$)/;

/**
 * Writes a provider that builds and keeps the laws into a folder that is empty or not there yet. Asks the network for nothing.
 *
 * @returns the files that were written, by their paths inside the folder, sorted
 * @throws CreationRefused where the folder has something in it, or is a file
 */
export function createProvider(folder: string, filling: Filling): readonly string[] {
  refuseUsed(folder);
  const files = listTemplate().map(path => [fillPath(path, filling), fillText(readFileSync(join(TEMPLATE, path), 'utf8'), filling)] as const);
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text, { flag: 'wx' });
  }
  return files.map(([path]) => path).toSorted();
}

function refuseUsed(folder: string): void {
  if (!existsSync(folder)) return;
  if (!statSync(folder).isDirectory()) throw new CreationRefused(`${folder} is a file; name a folder that is empty or not there yet`);
  if (readdirSync(folder).length > 0) throw new CreationRefused(`${folder} is not empty; name a folder that is empty or not there yet`);
}

function listTemplate(): readonly string[] {
  const entries = readdirSync(TEMPLATE, { recursive: true, encoding: 'utf8' });
  return entries.filter(path => !NOT_TEMPLATE.test(path) && statSync(join(TEMPLATE, path)).isFile());
}
