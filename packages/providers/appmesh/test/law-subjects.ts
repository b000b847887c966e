import type { RouterSubject } from '@flagger/testkit';
import { V1BETA1, V1BETA2 } from '../src/index.ts';
import { routerSubject } from './subject.ts';

/** The subjects that its routers are held to the laws with. */
export const lawSubjects: readonly RouterSubject[] = [V1BETA1, V1BETA2].map(routerSubject);
