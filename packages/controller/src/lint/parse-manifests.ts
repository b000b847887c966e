import { LineCounter, parseAllDocuments } from 'yaml';
import type { Document, Tags } from 'yaml';
import { isFields } from '../old-form/fields.ts';
import type { Fields } from '../old-form/fields.ts';
import type { FieldPath } from './field-path.ts';
import type { Finding } from './finding.ts';
import type { ManifestObject, Position } from './manifest-object.ts';
import { offsetOf } from './yaml-place.ts';

/** A text that was read. */
export interface Source {
  /** As it is printed. */
  readonly file: string;
  readonly text: string;
}

/** What a text holds. */
export interface ParsedSource {
  readonly documents: readonly Document.Parsed[];
  readonly objects: readonly ManifestObject[];
  /** Why it could not be read as YAML. */
  readonly findings: readonly Finding[];
}

/** What kubectl's YAML does not know although YAML 1.1 does: times of day and dates. */
const isTime = (tag: Tags[number]): boolean => typeof tag === 'object' && (tag.format === 'TIME' || tag.tag.endsWith(':timestamp'));

/** Reads YAML as kubectl does: version 1.1, in which `yes` and `on` mean true. */
export function parseManifests({ file, text }: Source): ParsedSource {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, { lineCounter: lines, version: '1.1', customTags: tags => tags.filter(tag => !isTime(tag)), prettyErrors: false });
  const documents: readonly Document.Parsed[] = Array.isArray(parsed) ? parsed : [];
  const position = (offset: number): Position => toPosition(lines, offset);
  const findings = documents.flatMap(({ errors }) => errors.slice(0, 1).map(({ message, pos }) => notYaml(file, text, message, position(pos[0]))));
  const sound = findings.length > 0 ? [] : documents;
  return { documents, findings, objects: sound.flatMap(document => objectsOf(file, document, position)) };
}

function objectsOf(file: string, document: Document.Parsed, toPlace: (offset: number) => Position): readonly ManifestObject[] {
  const value: unknown = document.toJS();
  if (!isFields(value)) return [];
  const object = (fields: Fields, base: FieldPath): ManifestObject => ({
    file, value: fields, position: (path, at) => toPlace(offsetOf(document, [...base, ...path], at)),
  });
  const items = value['kind'] === 'List' && Array.isArray(value['items']) ? (value['items'] as readonly unknown[]) : undefined;
  return items === undefined ? [object(value, [])] : items.flatMap((item, at) => (isFields(item) ? [object(item, ['items', at])] : []));
}

function toPosition(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function notYaml(file: string, text: string, message: string, position: Position): Finding {
  const isTemplate = /\{\{/.test(text);
  const fix = isTemplate ? 'this looks like a Helm template: lint what `helm template` prints' : 'mend the YAML';
  return { rule: 'yaml', severity: 'error', file, ...position, object: '', field: '', problem: `is no YAML: ${message.replace(/\s+/g, ' ').trim()}`, fix };
}
