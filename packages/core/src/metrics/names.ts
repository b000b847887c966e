import type { Canary } from '@flagger/sdk';

/** `NAME.NAMESPACE` of a canary. */
export function canaryName({ metadata }: Canary): string {
  return `${metadata.name}.${metadata.namespace ?? ''}`;
}

/** `NAME.NAMESPACE` of a canary's target. */
export function targetName({ spec, metadata }: Canary): string {
  return `${spec.targetRef.name}.${metadata.namespace ?? ''}`;
}
