import type { RouterSubject } from '@flagger/testkit';
import { nginxSubject } from './nginx-subject.ts';

/** The subjects that its routers are held to the laws with. */
export const lawSubjects: readonly RouterSubject[] = [nginxSubject];
