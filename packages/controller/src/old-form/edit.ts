import type { Fields } from './fields.ts';

/** One change of a manifest. Paths are those after the changes before it. */
export type Edit =
  | { readonly kind: 'set'; readonly path: readonly (string | number)[]; readonly value: unknown }
  | { readonly kind: 'delete'; readonly path: readonly (string | number)[] }
  | { readonly kind: 'rename'; readonly path: readonly (string | number)[]; readonly to: string };

type Mutable = Record<string | number, unknown>;

/** The manifest with the changes made; the given one stays as it is. */
export function applyEdits(manifest: Fields, edits: readonly Edit[]): Fields {
  // A structured clone would keep what a YAML alias shares; a change of one place must not show in another.
  const draft = JSON.parse(JSON.stringify(manifest)) as Mutable;
  for (const edit of edits) applyEdit(draft, edit);
  return draft;
}

function applyEdit(draft: Mutable, edit: Edit): void {
  // The paths lead through what is there: the edits were made for this manifest.
  const owner = edit.path.slice(0, -1).reduce((here, part) => here[part] as Mutable, draft);
  const last = edit.path.at(-1) ?? '';
  if (edit.kind === 'set') owner[last] = edit.value;
  else if (edit.kind === 'delete') delete owner[last];
  else renameKey(owner, String(last), edit.to);
}

/** A key keeps its place among the others. */
function renameKey(owner: Mutable, from: string, to: string): void {
  for (const [key, value] of Object.entries(owner)) {
    delete owner[key];
    owner[key === from ? to : key] = value;
  }
}
