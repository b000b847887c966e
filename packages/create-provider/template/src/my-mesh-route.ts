import type { Manifest, ResourceType } from '@flagger/sdk';

/** How MyMesh splits the requests to a host. A route that somebody else wrote may lack anything, so every field is optional. */
export interface MyMeshRoute extends Manifest {
  readonly spec?: {
    readonly host?: string;
    readonly timeout?: string;
    readonly backends?: readonly MyMeshBackend[];
  };
}

/** A Service and its share of the requests, in percent. */
export interface MyMeshBackend {
  readonly service?: string;
  readonly weight?: number;
}

/** Where the routes live in the API. */
export const MY_MESH_ROUTES: ResourceType<MyMeshRoute> = {
  apiVersion: 'my-mesh.example.com/v1',
  kind: 'MyMeshRoute',
  plural: 'mymeshroutes',
  namespaced: true,
};
