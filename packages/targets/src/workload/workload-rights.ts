import type { Manifest, PolicyRule, ResourceType } from '@flagger/sdk';
import { allow, READ } from '../access/verbs.ts';
import { CONFIG_MAPS, SECRETS } from '../objects/config.ts';
import { SERVICES } from '../objects/service.ts';

/** What every kind of workload needs: its own objects, the generated Services and the copies of configs. */
export function workloadRights<T extends Manifest>(type: ResourceType<T>): readonly PolicyRule[] {
  return [
    allow(type, ...READ, 'create', 'update', 'patch'),
    allow(SERVICES, ...READ, 'create', 'update'),
    allow(CONFIG_MAPS, ...READ, 'create', 'update'),
    allow(SECRETS, ...READ, 'create', 'update'),
  ];
}
