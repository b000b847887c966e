import type { Manifest, ObjectKey, ObjectReader, ResourceType } from '@flagger/sdk';

interface Secret extends Manifest {
  /** Values in base64. */
  readonly data?: Readonly<Record<string, string>>;
}

const SECRETS: ResourceType<Secret> = { apiVersion: 'v1', kind: 'Secret', plural: 'secrets', namespaced: true };

/** The decoded data of a Secret; undefined where there is none. */
export async function readSecret(reader: ObjectReader, key: ObjectKey, signal: AbortSignal): Promise<Readonly<Record<string, string>> | undefined> {
  const secret = await reader.get(SECRETS, key, signal);
  if (secret === undefined) return undefined;
  return Object.fromEntries(Object.entries(secret.data ?? {}).map(([name, value]) => [name, decode(value)]));
}

function decode(base64: string): string {
  return new TextDecoder().decode(Uint8Array.from(atob(base64), char => char.charCodeAt(0)));
}
