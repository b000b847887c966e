import { parseTemplate, queryModel, renderQuery } from '@flagger/core';
import { isCanaryError } from '@flagger/sdk';
import type { Canary, CanaryMetric, MetricTemplate } from '@flagger/sdk';
import { isFields } from '../../old-form/fields.ts';
import type { FieldPath } from '../field-path.ts';
import type { Problem } from '../finding.ts';
import { text } from '../manifest-object.ts';
import { findObject } from './input.ts';
import type { LintInput } from './input.ts';

const FUNCTIONS = 'name, namespace, target, service, ingress, route, interval and variables.KEY';

/** Queries that a canary carries, and what it gives to the templates of the input. */
export function queryProblems(canary: Canary, input: LintInput): readonly Problem[] {
  return (canary.spec.analysis.metrics ?? []).flatMap((metric, at) => {
    const path: FieldPath = ['spec', 'analysis', 'metrics', at];
    return [...inlineQuery(canary, metric, path), ...templateVariables(canary, metric, path, input)];
  });
}

/** A template that can't be read, whoever uses it. */
export function templateProblems({ spec: { query } }: MetricTemplate): readonly Problem[] {
  const reason = reasonOf(() => parseTemplate(query));
  return reason === undefined ? [] : [{ rule: 'template', path: ['spec', 'query'], problem: reason, fix: `use only ${FUNCTIONS}` }];
}

function inlineQuery(canary: Canary, metric: CanaryMetric, path: FieldPath): readonly Problem[] {
  const { query = '' } = metric;
  const reason = reasonOf(() => renderQuery(query, queryModel(canary, metric)));
  return reason === undefined ? [] : [{ rule: 'template', path: [...path, 'query'], problem: reason, fix: `use only ${FUNCTIONS}` }];
}

function templateVariables(canary: Canary, metric: CanaryMetric, path: FieldPath, input: LintInput): readonly Problem[] {
  const { templateRef, templateVariables: variables = {} } = metric;
  if (templateRef === undefined) return [];
  const reference = { kind: 'MetricTemplate', name: templateRef.name, namespace: templateRef.namespace || (canary.metadata.namespace ?? '') };
  const spec = findObject(input, reference)?.['spec'];
  const query = isFields(spec) ? text(spec['query']) : '';
  if (query === '' || reasonOf(() => parseTemplate(query)) !== undefined) return [];
  const reason = reasonOf(() => renderQuery(query, queryModel(canary, metric)));
  const useless = Object.keys(variables).filter(name => !query.includes(name));
  return [
    ...(reason === undefined ? [] : [{ rule: 'template', path: [...path, 'templateVariables'], problem: `MetricTemplate ${templateRef.name}: ${reason}`, fix: 'give the variable that the template asks for' } as const]),
    ...useless.map((name): Problem => ({ rule: 'template', severity: 'note', path: [...path, 'templateVariables', name], at: 'key', problem: `MetricTemplate ${templateRef.name} does not use it`, fix: 'take it out' })),
  ];
}

/** Why it can't be done, without what Go's and Flagger's words say about the place. */
function reasonOf(render: () => unknown): string | undefined {
  try {
    render();
    return undefined;
  } catch (error) {
    if (!isCanaryError(error)) throw error;
    return error.message.replace(/^template \w+ failed: template: tmpl:/, 'line ');
  }
}
