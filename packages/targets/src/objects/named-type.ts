import type { Manifest, ResourceType } from '@flagger/sdk';

/** A resource type with the word that messages use for it, such as 'deployment'. */
export interface NamedType<T extends Manifest> extends ResourceType<T> {
  readonly noun: string;
}
