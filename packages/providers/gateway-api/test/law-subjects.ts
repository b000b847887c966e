import type { RouterSubject } from '@flagger/testkit';
import { GATEWAY_API_VERSIONS, V1 } from '../src/gateway-api-versions.ts';
import { adoptingSubject, routerSubject, severalRoutesSubject } from './subject.ts';

/** The subjects that its routers are held to the laws with. */
export const lawSubjects: readonly RouterSubject[] = [...[routerSubject, adoptingSubject].flatMap(subjectOf => GATEWAY_API_VERSIONS.map(subjectOf)), severalRoutesSubject(V1)];
