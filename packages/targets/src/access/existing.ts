import { CanaryError } from '@flagger/sdk';
import type { Manifest, ObjectReader } from '@flagger/sdk';
import type { NamedType } from '../objects/named-type.ts';

/** The object at a place where there must be one. @throws CanaryError NotFound, in Flagger's words */
export async function existing<T extends Manifest>(
  store: ObjectReader,
  type: NamedType<T>,
  key: { readonly namespace: string; readonly name: string },
  signal: AbortSignal,
): Promise<T> {
  const found = await store.get(type, key, signal);
  if (found !== undefined) return found;
  const [group, version] = type.apiVersion.split('/');
  const resource = version === undefined ? type.plural : `${type.plural}.${group}`;
  throw new CanaryError('NotFound', 'later', `${type.noun} ${key.name}.${key.namespace} get query error: ${resource} "${key.name}" not found`);
}
