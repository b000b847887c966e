import { execFileSync } from 'node:child_process';
import process from 'node:process';
import { parseAllDocuments } from 'yaml';
import { BUNDLE } from './stage.ts';

interface RbacObject {
  readonly kind: string;
  readonly rules?: readonly { readonly apiGroups?: readonly string[]; readonly resources?: readonly string[]; readonly nonResourceURLs?: readonly string[]; readonly verbs: readonly string[] }[];
}

/** The manifest that the shipped bundle prints for a plug-in, with these further flags. */
export function printedRole(providers: string, account: string, flags: readonly string[] = []): string {
  return execFileSync(process.execPath, [BUNDLE, 'rbac', `-providers=${providers}`, `-service-account=flagger-system/${account}`, ...flags], { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } });
}

/** Each thing that a manifest's roles allow, such as `update networking.istio.io/virtualservices` or `get /version`. */
export function permissionsIn(manifest: string): readonly string[] {
  const rules = parseAllDocuments(manifest).flatMap(document => (document.toJS() as RbacObject).rules ?? []);
  return rules.flatMap(({ apiGroups = [], resources = [], nonResourceURLs = [], verbs }) => {
    const things = [...apiGroups.flatMap(group => resources.map(resource => `${group}/${resource}`)), ...nonResourceURLs];
    return things.flatMap(thing => verbs.map(verb => `${verb} ${thing}`));
  });
}

/** Permissions that no scenario makes use of, and that are needed all the same. */
export interface Excuse {
  readonly permissions: RegExp;
  readonly reason: string;
}

/** The permissions that are neither made use of nor excused. */
export function idlePermissions(allowed: readonly string[], used: ReadonlySet<string>, excuses: readonly Excuse[]): readonly string[] {
  return allowed.filter(permission => !used.has(permission) && !excuses.some(({ permissions }) => permissions.test(permission)));
}
