import type { Canary, CanaryAnalysis, CanaryService, CanaryStatus, RouteSubject, Traffic } from '@flagger/sdk';

export interface SubjectFields {
  readonly service?: Partial<CanaryService>;
  readonly analysis?: CanaryAnalysis;
  readonly status?: CanaryStatus;
}

/** The canary `podinfo` in namespace `test`, selected by `app`. */
export function subject({ service = {}, analysis = { stepWeight: 10 }, status }: SubjectFields = {}): RouteSubject {
  const canary: Canary = {
    apiVersion: 'flagger.app/v1beta1', kind: 'Canary', metadata: { name: 'podinfo', namespace: 'test', uid: 'uid-1' },
    spec: { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'podinfo' }, service: { port: 80, ...service }, analysis },
    ...(status && { status }),
  };
  return { canary, target: { labelKey: 'app', labelValue: 'podinfo', ports: [] } };
}

export const split = (canary: number, mirrored = false): Traffic => ({ primary: 100 - canary, canary, mirrored });
export const START = split(0);
