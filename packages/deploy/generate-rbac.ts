import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadPlugins, renderRbac } from '@flagger/controller';

/** Where the manifest is. */
export const RBAC_FILE = join(import.meta.dirname, 'rbac/flagger.yaml');

const HEADER = '# Written by generate-rbac.ts from what the operator and each bundled plug-in say they need. For some of the plug-ins: flagger rbac -providers=NAMES\n';

/** The operator's account and its rights, with every bundled plug-in, as a manifest. */
export async function renderShippedRbac(): Promise<string> {
  return HEADER + renderRbac(await loadPlugins([], { folder: import.meta.dirname }));
}

if (import.meta.main) writeFileSync(RBAC_FILE, await renderShippedRbac());
