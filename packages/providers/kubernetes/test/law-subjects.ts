import type { RouterSubject } from '@flagger/testkit';
import { kubernetesProvider } from '../src/index.ts';
import { subject } from './subject.ts';

/** Kubernetes's router, and what it is held to the laws with. */
export const kubernetesSubject: RouterSubject = {
  provider: kubernetesProvider,
  crds: [],
  canary: subject().canary,
  objects: [],
  dataPlane: () => ({ plan: () => Promise.resolve(undefined) }),
};

/** The subjects that its routers are held to the laws with. */
export const lawSubjects: readonly RouterSubject[] = [kubernetesSubject];
