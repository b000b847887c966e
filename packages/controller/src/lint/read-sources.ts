import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Finding } from './finding.ts';
import type { Source } from './parse-manifests.ts';

/** What was read, and what could not be. */
export interface ReadSources {
  readonly sources: readonly Source[];
  readonly findings: readonly Finding[];
}

/** Where files are read from. */
export interface FileSystem {
  /** Relative names are looked for here. */
  readonly folder: string;
  readonly stdin: NodeJS.ReadableStream;
}

/** Reads files, and standard input where one is called `-`. */
export async function readSources(files: readonly string[], from: FileSystem): Promise<ReadSources> {
  const read = await Promise.all([...new Set(files)].map(file => readSource(file, from)));
  return { sources: read.filter(each => 'text' in each), findings: read.filter(each => 'rule' in each) };
}

async function readSource(file: string, { folder, stdin }: FileSystem): Promise<Source | Finding> {
  try {
    return { file, text: file === '-' ? await text(stdin) : await readFile(resolve(folder, file), 'utf8') };
  } catch (error) {
    const reason = systemReason(error);
    if (reason === undefined) throw error;
    const problem = `can't be read: ${reason}`;
    return { rule: 'unreadable', severity: 'error', file, line: 0, column: 0, object: '', field: '', problem, fix: 'name a file of manifests' };
  }
}

/** What the operating system says, without the path, which stands in front. */
function systemReason(error: unknown): string | undefined {
  const { syscall, message } = error as Partial<NodeJS.ErrnoException>;
  return syscall === undefined ? undefined : message?.replace(/, .*$/s, '');
}
