import type { Canary } from './crd/canary.ts';
import type { OwnerReference } from './manifest.ts';

/** The reference that makes a canary the controller of an object made for it. @source flagger metav1.NewControllerRef */
export function canaryOwner(canary: Canary): OwnerReference {
  return {
    apiVersion: 'flagger.app/v1beta1',
    kind: 'Canary',
    name: canary.metadata.name,
    uid: canary.metadata.uid ?? '',
    controller: true,
    blockOwnerDeletion: true,
  };
}

/** The owner that controls an object, if any. */
export function controllerOf(owners: readonly OwnerReference[] | undefined): OwnerReference | undefined {
  return owners?.find(owner => owner.controller === true);
}
