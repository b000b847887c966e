import type { AutoscalerRef } from '@flagger/sdk';
import { mapField } from '../objects/map-field.ts';
import type { ScaleTrigger } from '../objects/scaled-object.ts';

/**
 * A trigger that measures the primary. Where the canary names queries, only triggers of those names change; else both the target's name and
 * `TARGET-canary` in a query mean the primary.
 *
 * @source flagger pkg/canary/scaled_object_reconciler.go setPrimaryScaledObjectQueries
 */
export function primaryTrigger(trigger: ScaleTrigger, ref: AutoscalerRef, targetName: string): ScaleTrigger {
  return mapField(trigger, 'metadata', metadata => {
    const { query } = metadata;
    if (query === undefined) return metadata;
    const named = ref.primaryScalerQueries;
    return { ...metadata, query: named ? (named[trigger.name ?? ''] ?? query) : primaryQuery(query, targetName) };
  });
}

/** A query in which the primary takes the target's and the canary's place. */
function primaryQuery(query: string, targetName: string): string {
  const primary = `${targetName}-primary`;
  // Apart first, so that what is put in is not replaced once more.
  return query.split(`${targetName}-canary`).map(part => part.replaceAll(targetName, primary)).join(primary);
}
