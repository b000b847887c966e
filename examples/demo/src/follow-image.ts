import type { Manifest } from '@flagger/sdk';
import type { ApiServer } from '@flagger/testkit';
import { APP } from './manifests.ts';

interface Deployment extends Manifest {
  readonly spec: { readonly template: { readonly spec: { readonly containers: readonly { readonly image: string }[] } } };
}

/** Hears which image the application of a namespace should run, whoever changes it. */
export function followImage(api: ApiServer, namespace: string, changed: (image: string) => void): () => void {
  return api.store.subscribe(({ object }) => {
    if (object.kind !== 'Deployment' || object.metadata.namespace !== namespace || object.metadata.name !== APP) return;
    const [container] = (object as Deployment).spec.template.spec.containers;
    if (container !== undefined) changed(container.image);
  });
}
