import { readFileSync } from 'node:fs';
import { sampleSubject } from '@flagger/testkit';
import type { RouterSubject } from '@flagger/testkit';
import { myMeshProvider } from '../src/index.ts';
import { MY_MESH_ROUTES } from '../src/my-mesh-route.ts';
import { MyMesh } from './my-mesh.ts';

/** MyMesh, to be held to the laws. */
export const myMeshSubject: RouterSubject = {
  provider: myMeshProvider,
  crds: readFileSync(new URL('crd.yaml', import.meta.url), 'utf8'),
  canary: sampleSubject().canary,
  objects: [{ type: MY_MESH_ROUTES, name: 'podinfo', carriesMetadata: true }],
  change: { timeout: '5s' },
  dataPlane: reader => new MyMesh(reader),
};
