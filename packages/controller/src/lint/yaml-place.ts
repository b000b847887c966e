import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Document, Node, Pair } from 'yaml';
import type { FieldPath } from './field-path.ts';

/** A node or a pair's key; both may be missing. */
type Found = Node | null | undefined;

/**
 * Where a field stands in a document's text, as an offset; of a field that is not there, where its owner stands.
 *
 * @param at `key`: where the field's name stands; `value`: where its value does, if that is one word rather than a block of fields
 */
export function offsetOf(document: Document.Parsed, path: FieldPath, at: 'key' | 'value'): number {
  let node: Found = document.contents;
  let offset = startOf(node) ?? document.range[0];
  for (const part of path) {
    const entry = entryOf(isAlias(node) ? node.resolve(document) : node, part);
    if (entry === undefined) return offset;
    offset = (at === 'value' ? startOfWord(entry.node) : undefined) ?? startOf(entry.key ?? entry.node) ?? offset;
    node = entry.node;
  }
  return offset;
}

function startOfWord(node: Found): number | undefined {
  return isAlias(node) || (isScalar(node) && node.value !== null) ? startOf(node) : undefined;
}

function entryOf(node: Found, part: string | number): { readonly key?: Found; readonly node: Found } | undefined {
  if (isSeq<Node>(node)) {
    const item = typeof part === 'number' ? node.items[part] : undefined;
    return item && { node: item };
  }
  if (!isMap<Node, Node | null>(node)) return undefined;
  const pair = node.items.find((each: Pair<Node, Node | null>) => isScalar(each.key) && String(each.key.value) === String(part));
  return pair && { key: pair.key, node: pair.value };
}

function startOf(node: Found): number | undefined {
  return node?.range?.[0];
}
