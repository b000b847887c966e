import type { Manifest, ResourceType } from '@flagger/sdk';

/** One server of an HAProxy backend. */
export interface SplitServer {
  /** As in `haproxy.cfg`. */
  readonly name: string;
  /** The Service behind it; for people, and for whoever writes `haproxy.cfg`. */
  readonly service: string;
  /** 0 to 256, relative to the others'. */
  readonly weight: number;
}

/** How an HAProxy backend splits its requests. */
export interface HaproxySplit extends Manifest {
  readonly spec: {
    /** As in `haproxy.cfg`. */
    readonly backend: string;
    readonly servers: readonly SplitServer[];
  };
}

/** Where splits live in the API. */
export const HAPROXY_SPLITS: ResourceType<HaproxySplit> = {
  apiVersion: 'haproxy.acme.example/v1',
  kind: 'HAProxySplit',
  plural: 'haproxysplits',
  namespaced: true,
};

/** Names of the two servers that each split backend has in `haproxy.cfg`. */
export const SERVERS = { primary: 'primary', canary: 'canary' } as const;
