import type { RouterSubject } from '@flagger/testkit';
import { traefikSubject } from './traefik-subject.ts';

/** The subjects that its routers are held to the laws with. */
export const lawSubjects: readonly RouterSubject[] = [traefikSubject];
