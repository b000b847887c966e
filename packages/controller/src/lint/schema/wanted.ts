import type { CrdSchema } from './crd-schema.ts';

const WORDS: Readonly<Record<string, string>> = {
  string: 'a text', number: 'a number', integer: 'a whole number', boolean: 'true or false', array: 'a list', object: 'fields of its own',
};

/** What a field takes, in words: `one of Strict, Lax, None`. */
export function wanted(schema: CrdSchema | undefined): string {
  if (schema?.enum !== undefined) return `one of ${schema.enum.filter(value => value !== '').join(', ')}`;
  const types = typeof schema?.type === 'string' ? [schema.type] : (schema?.type ?? []);
  return types.map(type => WORDS[type] ?? type).join(' or ') || 'a value';
}

/** A value as it may be shown in one line. */
export function shown(value: unknown): string {
  const json = JSON.stringify(value) ?? 'nothing';
  return json.length > 80 ? `${json.slice(0, 77)}...` : json;
}
