import { isMap, isScalar, Scalar, visit } from 'yaml';
import type { Document } from 'yaml';
import { applyEdits } from '../old-form/edit.ts';
import type { Edit } from '../old-form/edit.ts';
import { isFields } from '../old-form/fields.ts';
import { todaysEdits } from '../old-form/todays-edits.ts';
import type { FieldPath } from './field-path.ts';
import type { ParsedSource, Source } from './parse-manifests.ts';

/** Lists keep the indent that they have. */
const UNINDENTED_LIST = /^( *)[^\s#-][^\n]*:[^\n]*\n\1- /m;

/** The text with every manifest in today's form, comments and all; as it was where nothing is old. */
export function convertSource({ text }: Source, { documents }: ParsedSource): string {
  const edited = documents.map(convertDocument);
  if (!edited.includes(true)) return text;
  const indentSeq = !UNINDENTED_LIST.test(text);
  return documents.map(document => document.toString({ lineWidth: 0, indentSeq, flowCollectionPadding: false }).replace(/^---\n/, '')).join('---\n');
}

/** Whether anything was old. */
function convertDocument(document: Document.Parsed): boolean {
  const value: unknown = document.toJS();
  if (!isFields(value)) return false;
  const { items } = value;
  const objects: readonly (readonly [base: FieldPath, object: unknown])[] = value['kind'] === 'List' && Array.isArray(items)
    ? items.map((item: unknown, at) => [['items', at], item])
    : [[[], value]];
  const edits = objects.flatMap(([base, object]) => (isFields(object) ? todaysEdits(object).map(edit => ({ ...edit, path: [...base, ...edit.path] })) : []));
  if (edits.length > 0 && hasSharedParts(document)) document.contents = document.createNode(applyEdits(value, edits)) as typeof document.contents;
  else for (const edit of edits) applyTo(document, edit);
  return edits.length > 0;
}

/** What an alias or a merge key repeats can't be changed in one place alone; such a document is written anew, without its comments. */
function hasSharedParts(document: Document.Parsed): boolean {
  let found = false;
  visit(document, {
    Alias: () => ((found = true), visit.BREAK),
    Pair: (_, { key }) => (isScalar(key) && key.value === '<<' ? ((found = true), visit.BREAK) : undefined),
  });
  return found;
}

function applyTo(document: Document.Parsed, edit: Edit): void {
  if (edit.kind === 'delete') document.deleteIn(edit.path);
  else if (edit.kind === 'rename') renameKey(document, edit.path, edit.to);
  else setValue(document, edit.path, edit.value);
}

/** A word keeps its comment. */
function setValue(document: Document.Parsed, path: FieldPath, value: unknown): void {
  const found = document.getIn(path, true);
  if (isScalar(found) && !isFields(value)) found.value = value;
  else document.setIn(path, document.createNode(value));
}

function renameKey(document: Document.Parsed, path: FieldPath, to: string): void {
  const owner = document.getIn(path.slice(0, -1), true);
  if (!isMap(owner)) return;
  const pair = owner.items.find(({ key }) => isScalar(key) && key.value === path.at(-1));
  if (pair === undefined) return;
  if (isScalar(pair.key)) pair.key.value = to;
  else pair.key = new Scalar(to);
}
