import type { Canary } from './crd/canary.ts';
import type { Role } from './readiness.ts';

/** The names of the Services and routes of a canary. @source flagger pkg/apis/flagger/v1beta1/canary.go GetServiceNames */
export interface ServiceNames {
  readonly apex: string;
  readonly primary: string;
  readonly canary: string;
}

/** Apex is `service.name`, or the target's name; the others have a suffix. */
export function serviceNames(canary: Canary): ServiceNames {
  const apex = canary.spec.service?.name || canary.spec.targetRef.name;
  return { apex, primary: `${apex}-primary`, canary: `${apex}-canary` };
}

/** The name of the workload in a role: the target itself, or `TARGET-primary`. */
export function workloadName(canary: Canary, role: Role): string {
  return role === 'primary' ? `${canary.spec.targetRef.name}-primary` : canary.spec.targetRef.name;
}
