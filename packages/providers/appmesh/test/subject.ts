import { readFileSync } from 'node:fs';
import type { RouteSubject } from '@flagger/sdk';
import { sampleSubject, splitAt } from '@flagger/testkit';
import type { RouterSubject, SampleFields } from '@flagger/testkit';
import type { AppMeshVersion } from '../src/appmesh-version.ts';
import plugin, { V1BETA1 } from '../src/index.ts';
import { AppMesh } from './app-mesh.ts';

export interface SubjectFields extends SampleFields {
  readonly annotations?: Record<string, string>;
}

/** The canary `podinfo` in namespace `test`, in the mesh `global`. */
export function subject({ annotations, service, ...fields }: SubjectFields = {}): RouteSubject {
  const { canary, target } = sampleSubject({ ...fields, service: { meshName: 'global', ...service } });
  return { canary: { ...canary, metadata: { ...canary.metadata, ...(annotations && { annotations }) } }, target };
}

/** A version of App Mesh, to be held to the laws. */
export function routerSubject(version: AppMeshVersion): RouterSubject {
  const provider = plugin.providers.find(({ names }) => names === version.names);
  if (provider === undefined) throw new Error('each version is a provider');
  const crds = version === V1BETA1 ? 'fixtures/appmesh-v1beta1.yaml' : '../../../deploy/crds/third-party/appmesh.yaml';
  return {
    provider,
    crds: readFileSync(new URL(crds, import.meta.url), 'utf8'),
    canary: subject().canary,
    // Nodes carry metadata of the service, but never the label that selects pods; the tests of rendering look at that.
    objects: version.render(subject(), splitAt(0), true).map(({ type, object }) => ({ type, name: object.metadata.name, carriesMetadata: false })),
    change: { match: [{ uri: { prefix: '/' } }], retries: { attempts: 2 } },
    dataPlane: reader => new AppMesh(reader, version.routesType.apiVersion),
  };
}
