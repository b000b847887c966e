import type { AlertProvider, MetricTemplate } from '@flagger/sdk';
import type { Fields } from '../../old-form/fields.ts';
import type { FieldPath } from '../field-path.ts';
import type { Problem } from '../finding.ts';
import { flaggerKind } from '../manifest-object.ts';
import { nearest } from '../nearest.ts';

/** What the loaded plug-ins bring. */
export interface KnownTypes {
  /** Values of a MetricTemplate's `spec.provider.type`. */
  readonly metrics: readonly string[];
  /** Values of an AlertProvider's `spec.type`. */
  readonly notifiers: readonly string[];
}

/** The type of a MetricTemplate or an AlertProvider, where no plug-in brings it. The schema took the object. */
export function typeProblems(value: Fields, { metrics, notifiers }: KnownTypes): readonly Problem[] {
  switch (flaggerKind(value)) {
    case 'MetricTemplate':
      return unlessKnown((value as unknown as MetricTemplate).spec.provider.type, metrics, ['spec', 'provider', 'type']);
    case 'AlertProvider':
      return unlessKnown((value as unknown as AlertProvider).spec.type, notifiers, ['spec', 'type']);
    default:
      return [];
  }
}

function unlessKnown(type: string, known: readonly string[], path: FieldPath): readonly Problem[] {
  if (known.includes(type)) return [];
  return [{ rule: 'provider', path, problem: `no plug-in brings type ${type}; loaded: ${known.toSorted().join(', ')}`, fix: fixFor(type, known) }];
}

/** What to write in the place of a name that nobody has. */
export function fixFor(name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  return meant === undefined ? 'name one of them, or its plug-in with --providers' : `did you mean ${meant}?`;
}
