import { CanaryError } from './errors.ts';
import type { Manifest, ObjectKey, ResourceType } from './manifest.ts';
import type { ObjectReader } from './object-store.ts';

/** An object that has to be there. @throws CanaryError NotFound, in Flagger's words; as {@link ObjectReader} */
export async function getExisting<T extends Manifest>(reader: ObjectReader, type: ResourceType<T>, key: ObjectKey, signal: AbortSignal): Promise<T> {
  const live = await reader.get(type, key, signal);
  if (live !== undefined) return live;
  const { name, namespace = '' } = key;
  const [group = ''] = type.apiVersion.split('/');
  const where = type.namespaced ? `${name}.${namespace}` : name;
  throw new CanaryError('NotFound', 'later', `${type.kind} ${where} get query error: ${type.plural}.${group} "${name}" not found`);
}
