import { CanaryError } from '@flagger/sdk';
import type { VirtualService, VirtualServiceSpec } from './istio-types.ts';
import { LAST_APPLIED, ORIGINAL_CONFIGURATION } from './merge-live.ts';

/** The spec that a user's VirtualService had; undefined where it had none. @throws CanaryError Invalid @source flagger pkg/router/istio.go Finalize */
export function originalSpec(live: VirtualService): VirtualServiceSpec | undefined {
  const applied: Pick<VirtualService, 'spec'> | undefined = parseAnnotation(live, LAST_APPLIED);
  // An API server took this text for the spec of a VirtualService once.
  return applied?.spec ?? (parseAnnotation(live, ORIGINAL_CONFIGURATION) as VirtualServiceSpec | undefined);
}

function parseAnnotation({ metadata: { name, namespace = '', annotations } }: VirtualService, annotation: string): object | undefined {
  const text = annotations?.[annotation];
  if (text === undefined) return undefined;
  const parsed = parseJson(text);
  if (typeof parsed === 'object' && parsed !== null) return parsed;
  throw new CanaryError('Invalid', 'never', `VirtualService ${name}.${namespace} annotation ${annotation} is no JSON object`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
