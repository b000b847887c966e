import type { AlertProvider, Canary, MetricTemplate } from '@flagger/sdk';
import type { Fields } from '../../old-form/fields.ts';
import type { Problem } from '../finding.ts';
import { flaggerKind } from '../manifest-object.ts';
import { schemaProblems } from '../schema/schema-problems.ts';
import { unknownFields } from '../schema/unknown-fields.ts';
import { hasSchema } from '../schema/validate.ts';
import { validationProblems } from '../schema/validations.ts';
import type { LintInput } from './input.ts';
import { kindProblems } from './kind-rules.ts';
import { metadataProblems } from './metadata-rules.ts';
import { alertProviderReferences, canaryReferences, templateReferences } from './reference-rules.ts';
import { queryProblems, templateProblems } from './template-rules.ts';

/** What Kubernetes refuses of an object in today's form; none of it may be there when meaning is looked at. */
export function structureProblems(value: Fields): readonly Problem[] {
  const kind = flaggerKind(value);
  const unfit = kindProblems(value);
  if (kind === undefined || !hasSchema(kind)) return unfit;
  return [...unfit, ...metadataProblems(value), ...schemaProblems(kind, value), ...validationProblems(kind, value)];
}

/** What the API server would drop. */
export function droppedFields(value: Fields): readonly Problem[] {
  const kind = flaggerKind(value);
  return kind === undefined || !hasSchema(kind) ? [] : unknownFields(kind, value);
}

/** What an object means together with the others. The schema took it. */
export function meaningProblems(value: Fields, input: LintInput): readonly Problem[] {
  switch (flaggerKind(value)) {
    case 'Canary': {
      const canary = value as unknown as Canary;
      return [...canaryReferences(canary, input), ...queryProblems(canary, input)];
    }
    case 'MetricTemplate': {
      const template = value as unknown as MetricTemplate;
      return [...templateReferences(template, input), ...templateProblems(template)];
    }
    case 'AlertProvider':
      return alertProviderReferences(value as unknown as AlertProvider, input);
    default:
      return [];
  }
}
