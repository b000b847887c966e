import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { RBAC_FILE, renderShippedRbac } from '../generate-rbac.ts';

interface Role {
  readonly kind: string;
  readonly rules?: readonly { readonly apiGroups?: readonly string[]; readonly resources?: readonly string[]; readonly verbs: readonly string[] }[];
}

const shipped = readFileSync(RBAC_FILE, 'utf8');
const role = parseAllDocuments(shipped).map(document => document.toJS() as Role).find(({ kind }) => kind === 'ClusterRole');
const verbsFor = (group: string, resource: string): readonly string[] =>
  role?.rules?.filter(({ apiGroups, resources }) => apiGroups?.includes(group) && resources?.includes(resource)).flatMap(({ verbs }) => verbs) ?? [];

describe('rbac/flagger.yaml', () => {
  it('is what the plug-ins say; run node packages/deploy/generate-rbac.ts', async () => {
    expect(shipped).toBe(await renderShippedRbac());
  });

  it.each([
    ['flagger.app', 'canaries', ['get', 'list', 'watch', 'patch']],
    ['flagger.app', 'canaries/status', ['patch']],
    ['', 'events', ['create', 'patch']],
    ['coordination.k8s.io', 'leases', ['get', 'create', 'update']],
    ['apps', 'deployments', ['get', 'list', 'watch', 'create', 'update', 'patch']],
  ])('%s %s: %j', (group, resource, verbs) => {
    expect(verbsFor(group, resource)).toEqual(verbs);
  });

  it('deletes nothing but what it creates and nobody owns', () => {
    const deleting = role?.rules?.filter(({ verbs }) => verbs.includes('delete')).flatMap(({ apiGroups = [], resources = [] }) => resources.map(resource => `${apiGroups.join()}/${resource}`));
    expect(deleting).toEqual(['kuma.io/trafficroutes', 'metrics.keptn.sh/analyses', 'networking.k8s.io/ingresses']);
  });

  it('has no wildcard but for reading external metrics, which have any name', () => {
    const wide = role?.rules?.filter(({ verbs, resources = [], apiGroups = [] }) => [...verbs, ...resources, ...apiGroups].includes('*'));
    expect(wide).toEqual([{ apiGroups: ['external.metrics.k8s.io'], resources: ['*'], verbs: ['list'] }]);
  });
});
