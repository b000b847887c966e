import { createHash } from 'node:crypto';
import { stringify } from 'safe-stable-stringify';
import type { Config } from '../objects/config.ts';
import type { StringMap } from '../objects/string-map.ts';

const ESCAPED = /[<>&\u2028\u2029]/g;

/**
 * Eight bytes of hex over a config's data, as Flagger writes them to the status, so that taking over from it starts no rollout.
 *
 * @source flagger pkg/canary/config_tracker.go checksum: SHA-256 of the data as Go's encoding/json writes it
 * @differs `binaryData` counts where there is some: `config-checksum.test.ts` "sees binaryData"
 */
export function configChecksum({ data, binaryData }: Pick<Config, 'data' | 'binaryData'>): string {
  const content = isEmpty(binaryData) ? present(data) : { binaryData, data: present(data) };
  return createHash('sha256').update(goJson(content)).digest('hex').slice(0, 16);
}

function present(data: StringMap | undefined): StringMap | null {
  return data === undefined || isEmpty(data) ? null : data;
}

function isEmpty(data: StringMap | undefined): boolean {
  return data === undefined || Object.keys(data).length === 0;
}

function goJson(value: unknown): string {
  return (stringify(value) ?? 'null').replace(ESCAPED, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
