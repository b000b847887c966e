import { formatGoValue, goTypeOf } from '../gofmt/sprintf.ts';
import { TemplateMistake } from './template-mistake.ts';
import type { TemplateValue } from './template-node.ts';

/** Whether two values of one type are equal. @throws TemplateMistake */
export function valuesEqual(left: TemplateValue, right: TemplateValue): boolean {
  if (left === undefined || right === undefined) return left === right;
  if (typeof left === 'object') throw new TemplateMistake(`non-comparable type ${formatGoValue(left)}: ${goTypeOf(left)}`);
  checkSameType(left, right);
  return left === right;
}

/** Less than 0 where `left` comes first. @throws TemplateMistake */
export function compareValues(left: TemplateValue, right: TemplateValue): number {
  if (typeof left === 'boolean' || typeof left === 'object' || left === undefined) throw new TemplateMistake('invalid type for comparison');
  checkSameType(left, right);
  if (left === right) return 0;
  // Both are of one type, which TypeScript can't see across two variables.
  return left < (right as typeof left) ? -1 : 1;
}

function checkSameType(left: TemplateValue, right: TemplateValue): void {
  if (typeof left !== typeof right) throw new TemplateMistake(`incompatible types for comparison: ${goTypeOf(left)} and ${goTypeOf(right)}`);
}
