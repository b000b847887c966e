import { serviceNames } from '@flagger/sdk';
import type { StatefulSet, StatefulSetSpec } from '../objects/stateful-set.ts';
import { sameContent } from '../template/canonical.ts';
import type { ReleaseParts } from '../workload/workload-kind.ts';

/** Annotation of a Canary by which its user agrees that the primary has volumes of its own. */
const SEPARATE_VOLUMES = 'flagger.app/separate-volumes';

/** Kubernetes labels pods `NAME-HASH`, with a hash of 10 characters, in at most 63; and the primary's name ends in `-primary`. */
const LONGEST_NAME = 63 - '-0123456789'.length - '-primary'.length;

type Objection = (target: StatefulSet, release: ReleaseParts<StatefulSet>) => string | undefined;

const name: Objection = ({ metadata }) =>
  metadata.name.length <= LONGEST_NAME ? undefined : `metadata.name has ${metadata.name.length} characters; at most ${LONGEST_NAME} leave room for the primary's`;

const strategy: Objection = ({ spec }) => {
  const type = spec.updateStrategy?.type || 'RollingUpdate';
  return type === 'RollingUpdate' ? undefined : `spec.updateStrategy.type is ${type}; only RollingUpdate brings a new revision to every pod`;
};

const partition: Objection = ({ spec }) => {
  const found = spec.updateStrategy?.rollingUpdate?.partition ?? 0;
  return found === 0 ? undefined : `spec.updateStrategy.rollingUpdate.partition is ${found}; it must be 0, or pods below it keep the old revision`;
};

const governingService: Objection = ({ spec: { serviceName } }, { canary }) => {
  const { apex, primary } = serviceNames(canary);
  if (serviceName !== apex && serviceName !== primary) return undefined;
  return `spec.serviceName is ${serviceName}, a Service that will select the primary's pods; it must be another headless Service`;
};

const volumes: Objection = ({ spec }, { canary }) => {
  const consent = canary.metadata.annotations?.[SEPARATE_VOLUMES];
  if ((spec.volumeClaimTemplates ?? []).length === 0 || consent === 'true') return undefined;
  return `spec.volumeClaimTemplates: the primary would begin with empty volumes of its own and share no data with the target; to have it so, annotate the canary with ${SEPARATE_VOLUMES}: "true"`;
};

const retention: Objection = ({ spec }) => {
  const found = spec.persistentVolumeClaimRetentionPolicy?.whenScaled ?? 'Retain';
  if ((spec.volumeClaimTemplates ?? []).length === 0 || found === 'Retain') return undefined;
  return `spec.persistentVolumeClaimRetentionPolicy.whenScaled is ${found}; it must be Retain, or every release deletes the target's volumes when it scales it to zero`;
};

const DEFAULTS = { podManagementPolicy: 'OrderedReady', volumeClaimTemplates: [] } as const satisfies Partial<StatefulSetSpec>;

const immutable: Objection = ({ spec }, { primary }) => {
  if (primary === undefined) return undefined;
  const field = (['podManagementPolicy', 'volumeClaimTemplates'] as const).find(each => !sameContent(spec[each] ?? DEFAULTS[each], primary.spec[each] ?? DEFAULTS[each]));
  if (field === undefined) return undefined;
  const { metadata } = primary;
  return `spec.${field} is not that of ${metadata.name}, where it can't be changed; delete the StatefulSet ${metadata.name} with --cascade=orphan to have it made again`;
};

const OBJECTIONS: readonly Objection[] = [name, strategy, partition, governingService, volumes, retention, immutable];

/** Why a StatefulSet can't be released as it is; the first reason of several. */
export function objectionTo(target: StatefulSet, release: ReleaseParts<StatefulSet>): string | undefined {
  for (const objection of OBJECTIONS) {
    const found = objection(target, release);
    if (found !== undefined) return found;
  }
  return undefined;
}
