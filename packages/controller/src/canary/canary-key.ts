import type { Canary, ObjectKey } from '@flagger/sdk';

/** `NAMESPACE/NAME`, by which the operator knows a canary. */
export function canaryKey({ metadata: { namespace = '', name } }: Pick<Canary, 'metadata'>): string {
  return `${namespace}/${name}`;
}

/** Where the canary of a key is. */
export function objectKey(key: string): ObjectKey {
  const [namespace = '', name = ''] = key.split('/', 2);
  return { namespace, name };
}
