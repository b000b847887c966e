import type { RouterSubject } from '@flagger/testkit';
import { SMI_VERSIONS } from '../src/index.ts';
import { routerSubject } from './subject.ts';

/** The subjects that its routers are held to the laws with. */
export const lawSubjects: readonly RouterSubject[] = SMI_VERSIONS.map(routerSubject);
