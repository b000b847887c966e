import type { ApiObject } from '../../api-object.ts';
import { ensureObject, fill, itemsAt, objectAt } from '../../json.ts';
import type { JsonObject } from '../../json.ts';

const CPU_METRIC = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } };
const EVERY_15_SECONDS = { type: 'Percent', value: 100, periodSeconds: 15 };

/** Sets the defaults of a HorizontalPodAutoscaler. @source Kubernetes autoscaling/v2 SetDefaults_HorizontalPodAutoscaler */
export function defaultAutoscaler(draft: ApiObject): void {
  const spec = ensureObject(draft, 'spec');
  fill(spec, { minReplicas: 1 });
  if (itemsAt(spec, 'metrics').length === 0) spec['metrics'] = [structuredClone(CPU_METRIC)];
  const behavior = objectAt(spec, 'behavior');
  if (behavior === undefined) return;
  fillRules(ensureObject(behavior, 'scaleUp'), { stabilizationWindowSeconds: 0, policies: [{ type: 'Pods', value: 4, periodSeconds: 15 }, EVERY_15_SECONDS] });
  fillRules(ensureObject(behavior, 'scaleDown'), { policies: [EVERY_15_SECONDS] });
}

function fillRules(rules: JsonObject, defaults: JsonObject): void {
  fill(rules, { ...defaults, selectPolicy: 'Max' });
}
