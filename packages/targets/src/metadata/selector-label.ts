import { CanaryError } from '@flagger/sdk';
import type { NamedType } from '../objects/named-type.ts';
import type { StringMap } from '../objects/string-map.ts';
import type { Workload } from '../objects/workload.ts';

/** The label by which a target's pods are told from the primary's. */
export interface SelectorLabel {
  readonly key: string;
  readonly value: string;
  /** The same label's value on the primary's pods. */
  readonly primaryValue: string;
}

/**
 * The first of `keys` by which a workload selects its pods.
 *
 * @throws CanaryError Invalid
 * @source flagger pkg/canary/deployment_controller.go getSelectorLabel; other labels of the selector do not reach the primary's selector
 */
export function selectorLabel<T extends Workload>(workload: T, type: NamedType<T>, keys: readonly string[]): SelectorLabel {
  const labels = workload.spec.selector.matchLabels ?? {};
  for (const key of keys) {
    const value = labels[key];
    if (value !== undefined) return { key, value, primaryValue: `${value}-primary` };
  }
  const { name, namespace } = workload.metadata;
  const allowed = `[${keys.join(' ')}]${type.noun === 'daemonset' ? '\'' : ''}`;
  throw new CanaryError('Invalid', 'never', `getSelectorLabel failed: ${type.noun} ${name}.${namespace} spec.selector.matchLabels must contain one of ${allowed}`);
}

/** Labels for the primary or its pods. */
export function primaryLabels(labels: StringMap, label: SelectorLabel): StringMap {
  return { ...labels, [label.key]: label.primaryValue };
}
