import type { Canary, ResourceType, RouteSubject, Traffic } from '@flagger/sdk';
import type { DesiredObject, HttpRoute, RoutesObject, WeightedTarget } from './appmesh-types.ts';

/** Retries of failed requests, in one version's words or another's. */
export interface Retries {
  readonly perRetryTimeoutMs: number;
  readonly maxRetries: number;
  readonly httpRetryEvents: readonly string[];
}

/** How one version of the API writes routes. */
export interface RouteDialect {
  readonly field: 'http' | 'httpRoute';
  readonly writeTarget: (node: string, weight: number) => WeightedTarget;
  readonly writeRetries: (retries: Retries) => object;
  readonly writeTimeout: (perRequestMs: number) => Pick<HttpRoute, 'timeout'>;
}

/** How one version of the API is used. */
export interface AppMeshVersion {
  /** Its provider strings. */
  readonly names: readonly string[];
  readonly requires: readonly string[];
  /** Plural names of the types that it uses. */
  readonly resources: readonly string[];
  readonly dialect: RouteDialect;
  /** The type of the object that holds the split. */
  readonly routesType: ResourceType<RoutesObject>;
  /** The name of the object that holds the split. */
  readonly routesName: (canary: Canary) => string;
  /** All objects of a canary at a split, in the order in which they are made. Pure. @throws CanaryError Invalid, Unsupported */
  readonly render: (subject: RouteSubject, traffic: Traffic, ownerReferences: boolean) => readonly DesiredObject[];
}
