import { isFields } from '../../old-form/fields.ts';
import type { Fields } from '../../old-form/fields.ts';
import { valueAt } from '../field-path.ts';
import type { Problem } from '../finding.ts';

/** The rules that the CRDs state in the Common Expression Language, each in words of its own. */
export function validationProblems(kind: string, value: Fields): readonly Problem[] {
  return kind === 'Canary' ? mirrorsWithoutPort(value) : [];
}

/** A Service that is mirrored to needs a port. */
function mirrorsWithoutPort(value: Fields): readonly Problem[] {
  const mirrors = valueAt(value, ['spec', 'service', 'mirror']);
  if (!Array.isArray(mirrors)) return [];
  return (mirrors as readonly unknown[]).flatMap((mirror, at) => {
    const backend = isFields(mirror) ? mirror['backendRef'] : undefined;
    if (!isFields(backend)) return [];
    const { group = '', kind = 'Service', port } = backend;
    if (group !== '' || kind !== 'Service' || port !== undefined) return [];
    return [{ rule: 'required', path: ['spec', 'service', 'mirror', at, 'backendRef', 'port'], problem: 'is missing', fix: 'add it: a whole number' }];
  });
}
