import { formatGoValue, goSprint, goSprintf, goTypeOf } from '../gofmt/sprintf.ts';
import { compareValues, valuesEqual } from './compare.ts';
import type { QueryModel } from './query-model.ts';
import { TemplateMistake } from './template-mistake.ts';
import type { TemplateValue } from './template-node.ts';

type Values = readonly TemplateValue[];

/** A function of the template language. @throws TemplateMistake */
export interface TemplateFunction {
  readonly call: (model: QueryModel, values: Values) => TemplateValue;
  readonly least: number;
  readonly most: number;
}

const ofModel = (name: keyof QueryModel): TemplateFunction => ({ call: model => model[name], least: 0, most: 0 });
const fixed = (count: number, call: (...values: TemplateValue[]) => TemplateValue): TemplateFunction => ({ call: (_, values) => call(...values), least: count, most: count });
const variadic = (least: number, call: (...values: TemplateValue[]) => TemplateValue): TemplateFunction => ({ call: (_, values) => call(...values), least, most: Number.POSITIVE_INFINITY });

/** What Flagger adds to Go's own functions. */
export const QUERY_FUNCTIONS: readonly (keyof QueryModel)[] = ['name', 'namespace', 'target', 'service', 'ingress', 'route', 'interval', 'variables'];

/** `and` and `or` are not here: they stop at the value that decides. @source Go text/template functions; flagger pkg/metrics/providers TemplateFunctions */
const FUNCTIONS: ReadonlyMap<string, TemplateFunction> = new Map([
  ...QUERY_FUNCTIONS.map(name => [name, ofModel(name)] as const),
  ['not', fixed(1, value => !isTrue(value))],
  ['eq', variadic(1, (left, ...others) => isAnyOf(left, others))],
  ['ne', fixed(2, (left, right) => !valuesEqual(left, right))],
  ['lt', fixed(2, (left, right) => compareValues(left, right) < 0)],
  ['le', fixed(2, (left, right) => compareValues(left, right) <= 0)],
  ['gt', fixed(2, (left, right) => compareValues(left, right) > 0)],
  ['ge', fixed(2, (left, right) => compareValues(left, right) >= 0)],
  ['len', fixed(1, lengthOf)],
  ['index', variadic(1, (value, ...keys) => keys.reduce(elementOf, value))],
  ['slice', variadic(1, slice)],
  ['print', variadic(0, (...values) => goSprint(values))],
  ['println', variadic(0, (...values) => `${values.map(formatGoValue).join(' ')}\n`)],
  ['printf', variadic(1, (format, ...values) => goSprintf(textOf(format), values))],
  ['urlquery', variadic(0, (...values) => new URLSearchParams({ '': goSprint(values) }).toString().slice(1))],
]);

/** Whether a template may call `name`. */
export function isFunction(name: string): boolean {
  return FUNCTIONS.has(name) || name === 'and' || name === 'or';
}

/** The function with that name; undefined for `and` and `or`. */
export function functionNamed(name: string): TemplateFunction | undefined {
  return FUNCTIONS.get(name);
}

/** Whether `if` takes a value for true: neither empty, nor zero, nor nil. */
export function isTrue(value: TemplateValue): boolean {
  if (typeof value === 'object') return Object.keys(value).length > 0;
  return Boolean(value);
}

function isAnyOf(left: TemplateValue, others: Values): boolean {
  if (others.length === 0) throw new TemplateMistake('missing argument for comparison');
  return others.some(other => valuesEqual(left, other));
}

function lengthOf(value: TemplateValue): TemplateValue {
  if (typeof value === 'string') return BigInt(new TextEncoder().encode(value).length);
  if (typeof value === 'object') return BigInt(Object.keys(value).length);
  throw new TemplateMistake(`len of type ${goTypeOf(value)}`);
}

function elementOf(value: TemplateValue, key: TemplateValue): TemplateValue {
  if (typeof value === 'object') {
    if (typeof key !== 'string') throw new TemplateMistake(`value has type ${goTypeOf(key)}; should be string`);
    return Object.hasOwn(value, key) ? value[key] : '';
  }
  if (typeof value !== 'string') throw new TemplateMistake(`can't index item of type ${goTypeOf(value)}`);
  const bytes = new TextEncoder().encode(value);
  return BigInt(bytes[position(key, bytes.length - 1)] ?? 0);
}

function slice(value: TemplateValue, ...ends: Values): TemplateValue {
  if (typeof value !== 'string' || ends.length > 2) throw new TemplateMistake(`can't slice item of type ${goTypeOf(value)}`);
  const bytes = new TextEncoder().encode(value);
  const [from = 0, to = bytes.length] = ends.map(end => position(end, bytes.length));
  if (from > to) throw new TemplateMistake(`invalid slice index: ${from} > ${to}`);
  return new TextDecoder().decode(bytes.subarray(from, to));
}

function position(value: TemplateValue, last: number): number {
  if (typeof value !== 'bigint') throw new TemplateMistake(`cannot index slice/array with type ${goTypeOf(value)}`);
  if (value < 0n || value > BigInt(last)) throw new TemplateMistake(`index out of range: ${value}`);
  return Number(value);
}

function textOf(value: TemplateValue): string {
  if (typeof value !== 'string') throw new TemplateMistake(`expected string; found ${formatGoValue(value)}`);
  return value;
}
