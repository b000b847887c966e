import type { ErrorObject } from 'ajv';
import type { FieldPath } from '../field-path.ts';
import { valueAt } from '../field-path.ts';
import type { Problem } from '../finding.ts';
import { nearest } from '../nearest.ts';
import type { Fields } from '../../old-form/fields.ts';
import type { CrdSchema } from './crd-schema.ts';
import { DURATION_PATTERN, durationFix } from './duration-fix.ts';
import { oneOfProblems } from './one-of-problem.ts';
import { schemaErrors } from './validate.ts';
import { shown, wanted } from './wanted.ts';

const COMPOSITIONS: ReadonlySet<string> = new Set(['oneOf', 'anyOf', 'not']);

/** What the schema of its kind refuses. */
export function schemaProblems(kind: string, value: Fields): readonly Problem[] {
  return outermost(schemaErrors(kind, value)).flatMap(error => describe(error, pathOf(error.instancePath, value)));
}

/** Of a choice, only the choice itself is told, not what is wrong with each branch. */
function outermost(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const choices = errors.filter(({ keyword }) => COMPOSITIONS.has(keyword));
  return errors.filter(error => !choices.some(choice => choice !== error && error.schemaPath.startsWith(`${choice.schemaPath}/`)));
}

function pathOf(pointer: string, root: Fields): FieldPath {
  const path: (string | number)[] = [];
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(Array.isArray(valueAt(root, path)) ? Number(name) : name);
  }
  return path;
}

type Describe = (error: ErrorObject, path: FieldPath) => readonly Problem[];

const tooSmall = (unit: string): Describe => ({ params, data }, path) => [
  { rule: 'range', path, problem: `${shown(data)} is below ${String(params['limit'])}${unit}`, fix: `write at least ${String(params['limit'])}${unit}` },
];
const tooLarge = (unit: string): Describe => ({ params, data }, path) => [
  { rule: 'range', path, problem: `${shown(data)} is above ${String(params['limit'])}${unit}`, fix: `write at most ${String(params['limit'])}${unit}` },
];

const DESCRIPTIONS: Readonly<Record<string, Describe>> = {
  required: ({ params, parentSchema }, path) => {
    const field = String(params['missingProperty']);
    return [{ rule: 'required', path: [...path, field], problem: 'is missing', fix: `add it: ${wanted((parentSchema as CrdSchema).properties?.[field])}` }];
  },
  type: typeProblem,
  enum: enumProblem,
  pattern: ({ params, data }, path) => {
    const pattern = String(params['pattern']);
    return [{ rule: 'pattern', path, problem: `${shown(data)} does not match ${pattern}`, fix: pattern === DURATION_PATTERN ? durationFix(data) : 'write it in that form' }];
  },
  oneOf: ({ parentSchema, schema, data }, path) => oneOfProblems(path, schema as readonly CrdSchema[], parentSchema as CrdSchema, data),
  minimum: tooSmall(''),
  maximum: tooLarge(''),
  minLength: tooSmall(' characters'),
  maxLength: tooLarge(' characters'),
  maxItems: ({ params, data }, path) => [
    { rule: 'range', path, problem: `has ${(data as readonly unknown[]).length} items`, fix: `write at most ${String(params['limit'])}` },
  ],
};

function describe(error: ErrorObject, path: FieldPath): readonly Problem[] {
  const found = DESCRIPTIONS[error.keyword];
  return found?.(error, path) ?? [{ rule: 'type', path, problem: error.message ?? `breaks ${error.keyword}`, fix: 'write what the schema allows' }];
}

function typeProblem({ parentSchema, data }: ErrorObject, path: FieldPath): readonly Problem[] {
  const want = wanted(parentSchema as CrdSchema);
  if (data === null) return [{ rule: 'type', path, problem: 'has no value', fix: `give it ${want}, or take the field out` }];
  return [{ rule: 'type', path, problem: `${shown(data)} is not ${want}`, fix: quotesFix((parentSchema as CrdSchema).type, data) ?? `write ${want}` }];
}

/** Quotes too few or too many are the usual reason. */
function quotesFix(type: CrdSchema['type'], data: unknown): string | undefined {
  if (type === 'string' && typeof data !== 'object') return `put it in quotes: "${String(data)}"`;
  const bare = typeof data === 'string' && ((type === 'boolean' && /^(true|false)$/.test(data)) || (/^(number|integer)$/.test(String(type)) && /^-?\d+$/.test(data)));
  return bare ? `take the quotes away: ${data}` : undefined;
}

function enumProblem({ parentSchema, data }: ErrorObject, path: FieldPath): readonly Problem[] {
  const words = ((parentSchema as CrdSchema).enum ?? []).map(String).filter(word => word !== '');
  if (typeof data !== 'string') return [];
  const meant = nearest(data, words);
  return [{ rule: 'enum', path, problem: `${shown(data)} is none of ${words.join(', ')}`, fix: meant === undefined ? 'write one of them' : `did you mean ${meant}?` }];
}
