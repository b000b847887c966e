import type { Canary, TargetEnv } from '@flagger/sdk';
import { trackedConfigs } from '../configs/tracked-configs.ts';
import type { TrackedConfig } from '../configs/tracked-configs.ts';
import { selectorLabel } from '../metadata/selector-label.ts';
import type { SelectorLabel } from '../metadata/selector-label.ts';
import type { PodTemplate } from '../objects/pod-template.ts';
import type { Workload } from '../objects/workload.ts';
import { primaryTemplate } from '../template/primary-template.ts';
import type { WorkloadKind } from './workload-kind.ts';

/** What the primary of a target is made from. */
export interface PrimaryDraft<W extends Workload> {
  readonly canary: Canary;
  readonly target: W;
  readonly label: SelectorLabel;
  readonly tracked: readonly TrackedConfig[];
  readonly template: PodTemplate;
  /** Flag `-include-label-prefix`. */
  readonly includeLabelPrefixes: readonly string[];
}

/** Gathers what the primary is made from. @throws CanaryError NotFound (a required config), Invalid (no selector label) */
export async function draftPrimary<W extends Workload>(
  env: TargetEnv,
  kind: WorkloadKind<W>,
  subject: { readonly canary: Canary; readonly target: W },
  signal: AbortSignal,
): Promise<PrimaryDraft<W>> {
  const { canary, target } = subject;
  const { selectorLabels, includeLabelPrefixes } = env.settings;
  const label = selectorLabel(target, kind.type, selectorLabels);
  const own = kind.template(target);
  const tracked = await trackedConfigs(env, canary, own.spec, signal);
  const spread = kind.spread(own, { targetName: target.metadata.name, labelKeys: selectorLabels });
  return { canary, target, label, tracked, template: primaryTemplate(spread, label, tracked), includeLabelPrefixes };
}
