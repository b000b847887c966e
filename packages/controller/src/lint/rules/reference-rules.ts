import type { AlertProvider, Canary, MetricTemplate, NamespacedRef } from '@flagger/sdk';
import { isFields } from '../../old-form/fields.ts';
import type { Fields } from '../../old-form/fields.ts';
import type { FieldPath } from '../field-path.ts';
import type { Problem } from '../finding.ts';
import { findObject, namespaceOf, namespacesOf } from './input.ts';
import type { LintInput, Reference } from './input.ts';

/** Templates and alert providers that a canary names and that are not in the input. */
export function canaryReferences({ spec: { analysis }, metadata: { namespace = '' } }: Canary, input: LintInput): readonly Problem[] {
  const missing = (kind: string, ref: NamespacedRef | undefined, path: FieldPath): readonly Problem[] =>
    ref === undefined ? [] : notFound(input, { kind, name: ref.name, namespace: ref.namespace || namespace }, path);
  return [
    ...(analysis.metrics ?? []).flatMap(({ templateRef }, at) => missing('MetricTemplate', templateRef, ['spec', 'analysis', 'metrics', at, 'templateRef', 'name'])),
    ...(analysis.alerts ?? []).flatMap(({ providerRef }, at) => missing('AlertProvider', providerRef, ['spec', 'analysis', 'alerts', at, 'providerRef', 'name'])),
  ];
}

/** The Secret of a MetricTemplate. */
export function templateReferences(template: MetricTemplate, input: LintInput): readonly Problem[] {
  const { secretRef } = template.spec.provider;
  return secretRef === undefined ? [] : notFound(input, secretOf({ ...template }, secretRef.name), ['spec', 'provider', 'secretRef', 'name']);
}

/** The Secret of an AlertProvider, and whether it has what is read from it. @source flagger pkg/controller/events.go */
export function alertProviderReferences(provider: AlertProvider, input: LintInput): readonly Problem[] {
  const { secretRef } = provider.spec;
  if (secretRef === undefined) return [];
  const reference = secretOf({ ...provider }, secretRef.name);
  const secret = findObject(input, reference);
  const path: FieldPath = ['spec', 'secretRef', 'name'];
  if (secret === undefined) return notFound(input, reference, path);
  if (keysOf(secret).includes('address')) return [];
  return [{ rule: 'reference', path, problem: `Secret ${secretRef.name} has no key address`, fix: 'add it to the Secret: the URL of the channel' }];
}

function secretOf(owner: Fields, name: string): Reference {
  return { kind: 'Secret', name, namespace: namespaceOf(owner) };
}

function keysOf(secret: Fields): readonly string[] {
  return ['data', 'stringData'].flatMap(field => (isFields(secret[field]) ? Object.keys(secret[field]) : []));
}

function notFound(input: LintInput, reference: Reference, path: FieldPath): readonly Problem[] {
  if (findObject(input, reference) !== undefined) return [];
  const { kind, name, namespace } = reference;
  const elsewhere = namespacesOf(input, reference);
  const hint = elsewhere.length > 0 ? `; there is one in ${elsewhere.join(', ')}` : '';
  return [{
    rule: 'reference', severity: 'note', path,
    problem: `${kind} ${[name, namespace].filter(part => part !== '').join('.')} is not in the input${hint}`,
    fix: elsewhere.length > 0 ? 'name its namespace' : 'have it in the cluster, or give its file too',
  }];
}
