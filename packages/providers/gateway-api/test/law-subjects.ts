import type { RouterSubject } from '@flagger/testkit';
import { GATEWAY_API_VERSIONS } from '../src/gateway-api-versions.ts';
import { routerSubject } from './subject.ts';

/** The subjects that its routers are held to the laws with. */
export const lawSubjects: readonly RouterSubject[] = GATEWAY_API_VERSIONS.map(routerSubject);
