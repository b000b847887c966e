import type { Settings } from '../settings/settings.ts';
import { openApiAccess } from './api-access.ts';
import { ConfigMapApi } from './config-map-api.ts';
import { ConfigMapGates } from './config-map-gates.ts';
import type { GateStore } from './gate-store.ts';
import { MemoryGates } from './memory-gates.ts';

/** The gates that the settings lead to. @throws CanaryError Unsupported: there is no Kubernetes API */
export function openGates({ gateConfigMap, master }: Settings, env: Readonly<Record<string, string | undefined>>): GateStore {
  return gateConfigMap === '' ? new MemoryGates() : new ConfigMapGates(new ConfigMapApi(openApiAccess(master, env), gateConfigMap));
}
