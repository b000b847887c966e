import { serviceNames } from '@flagger/sdk';
import type { Canary, Role } from '@flagger/sdk';

/** The name of a role's Upstream, such as `test-podinfo-canaryupstream-80`. @source flagger pkg/router/gloo.go */
export function upstreamName(canary: Canary, role: Role): string {
  return `${canary.metadata.namespace ?? ''}-${serviceNames(canary).apex}-${role}upstream-${canary.spec.service?.port ?? 0}`;
}
