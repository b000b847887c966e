import type { FieldPath } from '../field-path.ts';
import type { Problem } from '../finding.ts';
import { isFields } from '../../old-form/fields.ts';
import type { CrdSchema } from './crd-schema.ts';
import { wanted } from './wanted.ts';

/** Which fields each branch of a choice asks for; a branch that asks for none allows that none is there. */
export function oneOfProblems(path: FieldPath, branches: readonly CrdSchema[], owner: CrdSchema, value: unknown): readonly Problem[] {
  const asked = branches.flatMap(({ required }) => (required === undefined ? [] : [required]));
  const common = (asked[0] ?? []).filter(field => asked.every(fields => fields.includes(field)));
  const has = (field: string): boolean => isFields(value) && Object.hasOwn(value, field);
  const missing = common.filter(field => !has(field)).map((field): Problem => ({
    rule: 'required', path: [...path, field], problem: 'is missing', fix: `add it: ${wanted(owner.properties?.[field])}`,
  }));
  const choices = asked.map(fields => fields.filter(field => !common.includes(field)).join(' and '));
  const present = choices.filter(choice => choice.split(' and ').every(has));
  if (present.length === 1 && missing.length > 0) return missing;
  return [...missing, choiceProblem(path, choices, present)];
}

function choiceProblem(path: FieldPath, choices: readonly string[], present: readonly string[]): Problem {
  if (present.length === 0) return { rule: 'one-of', path, problem: `has none of ${choices.join(', ')}`, fix: 'write exactly one of them' };
  if (present.length === 1) return { rule: 'one-of', path, problem: `does not go with ${present[0]} as it is written`, fix: `look at the fields of ${present[0]}` };
  return { rule: 'one-of', path, problem: `has ${present.join(' and ')}, which exclude each other`, fix: 'keep one of them' };
}
