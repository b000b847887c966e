import { CanaryError } from '@flagger/sdk';
import { parseTemplate } from './parse-template.ts';
import type { Operand } from './parse-template.ts';
import type { QueryModel } from './query-model.ts';

/**
 * Renders a query, a Go text/template over the functions of {@link QueryModel}.
 *
 * @example
 * renderQuery('errors{app="{{ target }}",v="{{ variables.level }}"}[{{ interval }}]', model);
 * @throws CanaryError Invalid, where the template can't be read, or names a function or variable that there is not
 */
export function renderQuery(template: string, model: QueryModel): string {
  return parseTemplate(template)
    .map(part => (typeof part === 'string' ? part : valueOf(part, model)))
    .join('');
}

function valueOf(operand: Operand, model: QueryModel): string {
  if ('text' in operand) return operand.text;
  const { name, fields } = operand;
  if (name === 'variables') return variable(fields, model.variables);
  if (fields.length > 0) throw failure(`can't evaluate field ${fields.join('.')} of ${name}: only variables has fields`);
  return model[name];
}

function variable(fields: readonly string[], variables: QueryModel['variables']): string {
  const [key] = fields;
  if (key === undefined || fields.length !== 1) throw failure('variables is a map: name one of its keys, as in {{ variables.key }}');
  const value = variables[key];
  if (value === undefined) {
    const known = Object.keys(variables).sort().join(', ') || 'none';
    throw failure(`map has no entry for key "${key}"; templateVariables: ${known}`);
  }
  return value;
}

function failure(reason: string): CanaryError {
  return new CanaryError('Invalid', 'never', `template excution failed: ${reason}`);
}
