import { dirname, join } from 'node:path';
import { parseFile } from './source-file.ts';
import type { SourceFile } from './source-file.ts';

/** An exported name and where it is declared. */
export interface ExportedName {
  readonly name: string;
  readonly file: SourceFile;
  /** The statements that declare it: several for overloads. */
  readonly statements: readonly Span[];
  /** Whether a JSDoc block stands right before one of them. */
  readonly documented: boolean;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** The names that a file exports, each traced to its declaration, sorted. */
export function listExportedNames(path: string): readonly ExportedName[] {
  const file = parseFile(path);
  const entries = file.module.staticExports.flatMap(each => each.entries);
  const names = entries.map(entry => {
    const name = entry.exportName.name ?? 'default';
    const inner = entry.importName.name ?? entry.localName.name ?? 'default';
    if (entry.moduleRequest === null) return declare(file, name, inner);
    return entry.moduleRequest.value.startsWith('.') ? trace(file, entry.moduleRequest.value, name, inner) : passOn(file, name, entry.start);
  });
  // Each overload is an entry of its own.
  return [...new Map(names.map(each => [each.name, each])).values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function trace(from: SourceFile, specifier: string, name: string, inner: string): ExportedName {
  const path = join(dirname(from.path), specifier);
  const found = listExportedNames(from.path.endsWith('.d.ts') ? path.replace(/\.[jt]s$/, '.d.ts') : path).find(each => each.name === inner);
  if (found === undefined) throw new Error(`${from.path} exports ${inner}, which ${path} has not`);
  return { ...found, name };
}

/** A name that another package declares and documents. */
function passOn(file: SourceFile, name: string, start: number): ExportedName {
  return { name, file, statements: file.program.body.filter(statement => statement.start <= start && start < statement.end), documented: true };
}

function declare(file: SourceFile, name: string, inner: string): ExportedName {
  const statements = file.program.body.filter(statement => declaredNames(statement).includes(inner));
  return { name, file, statements, documented: statements.some(({ start }) => isDocumented(file, start)) };
}

type Statement = SourceFile['program']['body'][number];

function declaredNames(statement: Statement): readonly string[] {
  if (statement.type === 'ExportDefaultDeclaration') return ['default', ...namesOf(statement.declaration)];
  if (statement.type === 'ExportNamedDeclaration') return statement.declaration === null ? [] : namesOf(statement.declaration);
  return namesOf(statement);
}

function namesOf(node: object): readonly string[] {
  if ('id' in node) return identifierOf(node.id);
  if (!('declarations' in node) || !Array.isArray(node.declarations)) return [];
  return node.declarations.flatMap((each: { readonly id: unknown }) => identifierOf(each.id));
}

function identifierOf(id: unknown): readonly string[] {
  return typeof id === 'object' && id !== null && 'name' in id && typeof id.name === 'string' ? [id.name] : [];
}

function isDocumented({ comments, text }: SourceFile, start: number): boolean {
  const before = comments.findLast(comment => comment.end <= start);
  return before?.type === 'Block' && before.value.startsWith('*') && text.slice(before.end, start).trim() === '';
}
