import type { LabelSelector, PodSpec, PodTerm } from '../objects/pod-template.ts';
import { mapField } from '../objects/map-field.ts';

/** Which values of which labels mean the target. */
export interface AffinityRule {
  readonly targetName: string;
  /** Flag `-selector-labels`. */
  readonly labelKeys: readonly string[];
}

/**
 * A pod spec that keeps the primary's pods away from each other, where the target's kept away from each other: in anti-affinity and
 * topology spread, values equal to the target's name become those of the primary. Only the first such value of an expression does, and
 * pod affinity stays as it is.
 *
 * @source flagger pkg/canary/deployment_controller.go appendPrimarySuffixToValuesIfNeeded
 */
export function primaryAffinity(spec: PodSpec, rule: AffinityRule): PodSpec {
  const ofTerm = (term: PodTerm): PodTerm => mapField(term, 'labelSelector', selector => primarySelector(selector, rule));
  const spread = mapField(spec, 'topologySpreadConstraints', constraints => constraints.map(ofTerm));
  return mapField(spread, 'affinity', affinity =>
    mapField(affinity, 'podAntiAffinity', anti => {
      const required = mapField(anti, 'requiredDuringSchedulingIgnoredDuringExecution', terms => terms.map(ofTerm));
      return mapField(required, 'preferredDuringSchedulingIgnoredDuringExecution', terms =>
        terms.map(term => mapField(term, 'podAffinityTerm', ofTerm)));
    }));
}

function primarySelector(selector: LabelSelector, { targetName, labelKeys }: AffinityRule): LabelSelector {
  const primaryName = `${targetName}-primary`;
  const withLabels = mapField(selector, 'matchLabels', labels => {
    const entries = Object.entries(labels);
    return Object.fromEntries(entries.map(([key, value]) => [key, labelKeys.includes(key) && value === targetName ? primaryName : value]));
  });
  return mapField(withLabels, 'matchExpressions', expressions =>
    expressions.map(expression => (labelKeys.includes(expression.key) ? mapField(expression, 'values', values => withPrimary(values, targetName)) : expression)));
}

function withPrimary(values: readonly string[], targetName: string): readonly string[] {
  const at = values.indexOf(targetName);
  return at < 0 ? values : values.with(at, `${targetName}-primary`);
}
