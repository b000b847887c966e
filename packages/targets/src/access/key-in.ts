import type { Canary } from '@flagger/sdk';

/** The namespace of a canary and of everything that is made for it. */
export function namespaceOf(canary: Canary): string {
  return canary.metadata.namespace ?? 'default';
}

/** Where an object of this name is, beside the canary. */
export function keyIn(canary: Canary, name: string): { readonly namespace: string; readonly name: string } {
  return { namespace: namespaceOf(canary), name };
}
