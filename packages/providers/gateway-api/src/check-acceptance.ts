import { isDeepStrictEqual } from 'node:util';
import { CanaryError } from '@flagger/sdk';
import type { ErrorCode, GatewayRef } from '@flagger/sdk';
import type { HttpRoute, RouteCondition } from './gateway-api-types.ts';

/**
 * Holds a route to be accepted, as it stands, by each parent that says anything about it.
 *
 * @source flagger pkg/router/gateway_api.go GetRoutes
 * @throws CanaryError Pending, later, where a parent has yet to look at it; Invalid, later, where one refuses it
 */
export function checkAcceptance({ metadata, spec, status }: HttpRoute, kind: string): void {
  for (const parent of spec?.parentRefs ?? []) {
    const statements = (status?.parents ?? []).filter(({ parentRef }) => isDeepStrictEqual(parentRef, parent));
    for (const condition of statements.flatMap(({ conditions = [] }) => conditions.filter(({ type }) => type === 'Accepted'))) {
      const problem = problemOf(condition, metadata.generation ?? 0);
      if (problem !== undefined) throw new CanaryError(problem.code, 'later', `${kind} ${metadata.name}.${metadata.namespace ?? ''} is not accepted by ${nameOf(parent)}: ${problem.text}`);
    }
  }
}

function problemOf({ status, observedGeneration = 0, reason = '', message = '' }: RouteCondition, generation: number): { readonly code: ErrorCode; readonly text: string } | undefined {
  if (status !== 'True') return { code: 'Invalid', text: `condition Accepted is ${status} ${[reason, message].filter(Boolean).join(': ')}`.trim() };
  return observedGeneration < generation ? { code: 'Pending', text: `it has seen generation ${observedGeneration} of ${generation}` } : undefined;
}

function nameOf({ kind = 'Gateway', namespace, name, sectionName }: GatewayRef): string {
  return `${kind} ${namespace ? `${name}.${namespace}` : name}${sectionName ? ` section ${sectionName}` : ''}`;
}
