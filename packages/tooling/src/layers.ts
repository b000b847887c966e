import type { Package } from './workspace.ts';

const SDK = '@flagger/sdk';

/** What a layer may import of ours; '*' is everything. The order is the order of the layers, lowest first. */
const LAYERS: readonly { readonly matches: RegExp; readonly mayImport: readonly string[] }[] = [
  { matches: /^@flagger\/sdk$/, mayImport: [] },
  { matches: /^@flagger\/(core|cluster|targets|metrics|notifiers|provider-.+)$/, mayImport: [SDK] },
  { matches: /^@flagger\/loadtester$/, mayImport: [SDK] },
  { matches: /^@flagger\/testkit$/, mayImport: [SDK, '@flagger/cluster'] },
  { matches: /^@flagger\/(deploy|tooling|create-provider)$/, mayImport: [] },
  { matches: /^@flagger\/controller$/, mayImport: ['*'] },
  { matches: /^@(flagger\/example-|acme\/)/, mayImport: ['*'] },
];

/** Whether the package may import the other one at run time. */
export function mayImport(from: string, to: string): boolean {
  if (from === to) return true;
  if (to === '@flagger/tooling' || to === '@flagger/deploy') return false;
  const layer = LAYERS.find(({ matches }) => matches.test(from));
  return layer !== undefined && (layer.mayImport.includes('*') || layer.mayImport.includes(to));
}

/** The layer of a package, 0 the lowest; undefined where it has none. */
export function layerOf({ json }: Package): number | undefined {
  const at = LAYERS.findIndex(({ matches }) => matches.test(json.name));
  return at < 0 ? undefined : at;
}

/** The package that a specifier names, such as `@scope/name` of `@scope/name/sub`; undefined for relative and node's own. */
export function packageOf(specifier: string): string | undefined {
  if (specifier.startsWith('.') || specifier.startsWith('node:')) return undefined;
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}
