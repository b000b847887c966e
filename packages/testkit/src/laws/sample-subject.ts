import { CANARIES } from '@flagger/sdk';
import type { CanarySpec, RouteSubject, Traffic } from '@flagger/sdk';
import type { ReleaseFields } from './router-lab.ts';

/** What a sample differs in. */
export interface SampleFields extends ReleaseFields {
  /** Goes over the spec, such as `ingressRef`. */
  readonly spec?: Partial<CanarySpec>;
}

/** A release of the Deployment `podinfo` in namespace `test`, whose Services have port 80. */
export function sampleSubject({ service, analysis = { stepWeight: 10 }, status, spec }: SampleFields = {}): RouteSubject {
  return {
    canary: {
      apiVersion: CANARIES.apiVersion, kind: CANARIES.kind, metadata: { name: 'podinfo', namespace: 'test', uid: 'uid-1' },
      spec: { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'podinfo' }, service: { port: 80, ...service }, analysis, ...spec },
      ...(status && { status }),
    },
    target: { labelKey: 'app', labelValue: 'podinfo', ports: [] },
  };
}

/** The split that sends `canary` percent to the canary. */
export function splitAt(canary: number): Traffic {
  return { primary: 100 - canary, canary, mirrored: false };
}
