import type { ApiObject } from '../api-object.ts';
import { ensureObject, itemsAt, objectAt, sameJson } from '../json.ts';
import type { StatusCause } from '../status-error.ts';
import { defaultDaemonSet } from './defaults/workloads.ts';
import type { KindRules } from './kind-rules.ts';

const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';

/** The rules of a kind that runs pods by a selector, which never changes. */
export function workloadRules(defaults: (draft: ApiObject) => void): KindRules {
  return { defaults, validate: (draft, live) => [...replicaCauses(draft), ...selectorCauses(draft), ...containerCauses(draft), ...(live === undefined ? [] : changedSelector(draft, live))] };
}

/** The rules of a DaemonSet, which counts the changes of its template in an annotation: a trace of apps/v1beta1. */
export const daemonSetRules: KindRules = {
  ...workloadRules(defaultDaemonSet),
  prepareCreate: draft => void (ensureObject(draft.metadata, 'annotations')[TEMPLATE_GENERATION] = '1'),
  prepareUpdate: (draft, live) => {
    const before = Number(objectAt(live.metadata, 'annotations')?.[TEMPLATE_GENERATION] ?? 1);
    const isNew = !sameJson(objectAt(draft, 'spec', 'template'), objectAt(live, 'spec', 'template'));
    ensureObject(draft.metadata, 'annotations')[TEMPLATE_GENERATION] = String(isNew ? before + 1 : before);
  },
};

function replicaCauses(draft: ApiObject): StatusCause[] {
  const replicas = objectAt(draft, 'spec')?.['replicas'];
  if (typeof replicas !== 'number' || replicas >= 0) return [];
  return [{ reason: 'FieldValueInvalid', message: `Invalid value: ${replicas}: must be greater than or equal to 0`, field: 'spec.replicas' }];
}

function containerCauses(draft: ApiObject): StatusCause[] {
  const containers = itemsAt(draft, 'spec', 'template', 'spec', 'containers');
  const field = 'spec.template.spec.containers';
  const isGiven = Array.isArray(objectAt(draft, 'spec', 'template', 'spec')?.['containers']);
  if (isGiven && containers.length === 0) return [{ reason: 'FieldValueRequired', message: 'Required value', field }];
  return containers.flatMap((container, at) => (container['image'] === undefined ? [{ reason: 'FieldValueRequired', message: 'Required value', field: `${field}[${at}].image` }] : []));
}

function selectorCauses(draft: ApiObject): StatusCause[] {
  const wanted = objectAt(draft, 'spec', 'selector', 'matchLabels') ?? {};
  const labels = objectAt(draft, 'spec', 'template', 'metadata', 'labels');
  if (Object.entries(wanted).every(([key, value]) => labels?.[key] === value)) return [];
  const message = `Invalid value: ${JSON.stringify(labels ?? null)}: \`selector\` does not match template \`labels\``;
  return [{ reason: 'FieldValueInvalid', message, field: 'spec.template.metadata.labels' }];
}

function changedSelector(draft: ApiObject, live: ApiObject): StatusCause[] {
  const [after, before] = [objectAt(draft, 'spec', 'selector'), objectAt(live, 'spec', 'selector')];
  if (sameJson(after, before)) return [];
  return [{ reason: 'FieldValueInvalid', message: `Invalid value: ${JSON.stringify(after)}: field is immutable`, field: 'spec.selector' }];
}
