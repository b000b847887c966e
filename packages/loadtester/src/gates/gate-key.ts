import { createHash } from 'node:crypto';
import type { Gate } from './gate-store.ts';

/** What Kubernetes allows as a key of a ConfigMap. */
const CONFIG_MAP_KEY = /^[-._a-zA-Z0-9]{1,253}$/;

/**
 * The name under which a gate is kept, such as `gate.podinfo.test`; one that no ConfigMap could hold is hashed.
 *
 * @differs a canary called rollback.podinfo does not share its gate with the rollback of podinfo: `gates.test.ts` "kinds of gates never mix"
 */
export function gateKey({ kind, name, namespace }: Gate): string {
  const key = `${kind}.${name}.${namespace}`;
  return CONFIG_MAP_KEY.test(key) ? key : `${kind}-sha256.${createHash('sha256').update(`${name}\n${namespace}`).digest('hex')}`;
}
