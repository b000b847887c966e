/** How observers tell the pods of a Deployment: their names have two parts more than the target's. */
const DEPLOYMENT_PODS = '{{ target }}-[0-9a-zA-Z]+(-[0-9a-zA-Z]+)';

/**
 * A built-in check's query for a kind of target. The pods of a StatefulSet are called by ordinals: what finds a Deployment's pods would find
 * `TARGET-primary-0`, and judge the primary.
 *
 * @differs Flagger releases no StatefulSets: `pod-query.test.ts` "finds pods of the target and none of the primary"
 */
export function podQuery(template: string, kind: string): string {
  return kind === 'StatefulSet' ? template.replaceAll(DEPLOYMENT_PODS, '{{ target }}-[0-9]+') : template;
}
