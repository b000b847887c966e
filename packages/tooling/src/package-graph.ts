import { packageOf } from './layers.ts';
import { listImports, parseFile } from './source-file.ts';
import { listSources } from './workspace.ts';
import type { Package } from './workspace.ts';

/** One package needs another. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
}

/** Which of our packages import which, read from the sources, sorted. */
export function listArrows(packages: readonly Package[]): readonly Arrow[] {
  const ours = new Set(packages.map(pkg => pkg.json.name));
  return packages.flatMap(({ dir, json }) => {
    const imported = listSources(dir).flatMap(path => listImports(parseFile(path)).map(packageOf));
    const targets = imported.filter((name): name is string => name !== undefined && name !== json.name && ours.has(name));
    return [...new Set(targets.toSorted())].map(to => ({ from: json.name, to }));
  });
}

/** The arrows as a Mermaid flowchart; providers are drawn as one box a package. */
export function renderPackageGraph(packages: readonly Package[]): string {
  const drawn = packages.filter(pkg => pkg.json.private !== true);
  const boxes = drawn.map(({ json, dir }) => `  ${idOf(json.name)}["${json.name}<br/>${dir}"]`);
  const arrows = listArrows(drawn).map(({ from, to }) => `  ${idOf(from)} --> ${idOf(to)}`);
  return ['```mermaid', 'flowchart TD', ...boxes, ...arrows, '```'].join('\n');
}

function idOf(name: string): string {
  return name.replace(/^@[^/]+\//, '').replace(/[^a-z]/g, '_');
}
