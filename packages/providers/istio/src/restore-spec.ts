import { CanaryError } from '@flagger/sdk';
import type { VirtualService, VirtualServiceSpec } from './istio-types.ts';
import { LAST_APPLIED, ORIGINAL_CONFIGURATION } from './merge-live.ts';

/** The spec that a user's VirtualService had; undefined where it had none. @throws CanaryError Invalid @source flagger pkg/router/istio.go Finalize */
export function originalSpec({ metadata }: VirtualService): VirtualServiceSpec | undefined {
  const applied = metadata.annotations?.[LAST_APPLIED];
  if (applied !== undefined) return (parse(metadata, LAST_APPLIED, applied) as { spec: VirtualServiceSpec }).spec;
  const original = metadata.annotations?.[ORIGINAL_CONFIGURATION];
  return original === undefined ? undefined : (parse(metadata, ORIGINAL_CONFIGURATION, original) as VirtualServiceSpec);
}

function parse({ name, namespace = '' }: VirtualService['metadata'], annotation: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CanaryError('Invalid', 'never', `VirtualService ${name}.${namespace} annotation ${annotation} is no JSON`, { cause });
  }
}
