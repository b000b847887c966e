import type { PolicyRule, ResourceType } from '@flagger/sdk';

/** Verbs that a watched read needs. */
export const READ = ['get', 'list', 'watch'] as const;

/** The rule that allows `verbs` on a resource type. */
export function allow(type: ResourceType, ...verbs: readonly string[]): PolicyRule {
  const [group = '', version] = type.apiVersion.split('/');
  return { apiGroups: [version === undefined ? '' : group], resources: [type.plural], verbs };
}
