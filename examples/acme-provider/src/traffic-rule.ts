import type { Manifest, ResourceType } from '@flagger/sdk';

/** How Acme's mesh splits the requests to a host. Weights are shares, not percent. A rule that somebody else wrote may lack anything. */
export interface TrafficRule extends Manifest {
  readonly spec?: {
    readonly host?: string;
    readonly backends?: readonly { readonly service: string; readonly weight: number }[];
  };
}

/** Where traffic rules live in the API. */
export const TRAFFIC_RULES: ResourceType<TrafficRule> = {
  apiVersion: 'mesh.acme.example/v1',
  kind: 'TrafficRule',
  plural: 'trafficrules',
  namespaced: true,
};
