import type { StringMap } from '../objects/string-map.ts';

const TOOLKIT = 'toolkit.fluxcd.io';

function filtered(map: StringMap | undefined, keep: (key: string) => boolean): StringMap {
  return Object.fromEntries(Object.entries(map ?? {}).filter(([key]) => keep(key)));
}

/** Labels or annotations without Flux's own, which would make Flux take the copy for its object. @source flagger pkg/canary/util.go filterMetadata */
export function withoutToolkit(map: StringMap | undefined): StringMap {
  return filtered(map, key => !key.includes(TOOLKIT));
}

/** The labels or annotations that begin with one of `prefixes`; `*` takes all. @source flagger pkg/canary/util.go includeLabelsByPrefix */
export function includedByPrefix(map: StringMap | undefined, prefixes: readonly string[]): StringMap {
  return filtered(withoutToolkit(map), key => prefixes.some(prefix => prefix === '*' || (prefix !== '' && key.startsWith(prefix))));
}

/** Labels or annotations without some keys. */
export function withoutKeys(map: StringMap | undefined, ...keys: readonly string[]): StringMap {
  return filtered(map, key => !keys.includes(key));
}

/** Only these labels or annotations. */
export function onlyKeys(map: StringMap | undefined, ...keys: readonly string[]): StringMap {
  return filtered(map, key => keys.includes(key));
}
