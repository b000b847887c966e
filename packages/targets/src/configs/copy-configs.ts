import { explained, storeInWords, upsert } from '@flagger/sdk';
import type { Canary, ObjectReader, TargetEnv } from '@flagger/sdk';
import { keyIn } from '../access/key-in.ts';
import { copyName, mergeCopy, renderCopy, sameConfig } from './config-copy.ts';
import { configType } from './tracked-configs.ts';
import type { TrackedConfig } from './tracked-configs.ts';

/** Creates or mends the primary's copies. A copy that is no longer named stays until the canary goes. */
export async function copyConfigs(env: TargetEnv, canary: Canary, tracked: readonly TrackedConfig[], signal: AbortSignal): Promise<void> {
  for (const config of tracked) {
    const desired = renderCopy(canary, config, env.settings.includeLabelPrefixes);
    const { name, namespace } = keyIn(canary, desired.metadata.name);
    const copy = `${config.ref.kind} ${name}.${namespace}`;
    const store = storeInWords(env.store, { create: `creating ${copy} failed`, update: `updating ${copy} failed` });
    const outcome = await explained('CreatePrimaryConfigs failed', () =>
      upsert(store, configType(config.ref), desired, live => mergeCopy(live, desired), signal));
    if (outcome !== 'unchanged') env.logger.info('Config synced', { kind: desired.kind, name, namespace, outcome });
  }
}

/** Whether the primary's copies have the contents of their sources. */
export async function copiesEqual(store: ObjectReader, canary: Canary, tracked: readonly TrackedConfig[], signal: AbortSignal): Promise<boolean> {
  for (const { ref, source } of tracked) {
    const copy = await store.get(configType(ref), keyIn(canary, copyName(ref.name)), signal);
    if (!sameConfig(copy, source)) return false;
  }
  return true;
}
