import assert from 'node:assert/strict';
import type { PolicyRule } from '@flagger/sdk';
import type { RequestRecord } from '../api/journal/request-journal.ts';
import { percent, withoutObjects } from './law-row.ts';
import type { LawRow } from './law-row.ts';

const QUERY_FUNCTIONS = new Set(['name', 'namespace', 'target', 'service', 'ingress', 'route', 'interval']);

/** What a provider says about itself. */
export const PROVIDER_LAWS: readonly LawRow[] = [
  {
    title: 'asks in its queries for nothing that a template does not know',
    exempt: [],
    check: async ({ subject: { provider: { observer } } }) => {
      for (const { query } of [observer.successRate, observer.duration]) {
        const asked = [...query.matchAll(/\{\{-?\s*([^}]*?)\s*-?\}\}/g)].map(([, name = '']) => name);
        assert.deepEqual(asked.filter(name => !QUERY_FUNCTIONS.has(name)), [], query);
        assert.ok(asked.length > 0, `the query is about no canary: ${query}`);
      }
    },
  },
  {
    title: 'does nothing that its rules do not allow',
    exempt: [withoutObjects],
    check: async (lab, signal) => {
      const release = lab.release();
      const operator = await lab.openCluster();
      try {
        const router = lab.createRouter({ store: operator.store });
        await router.reconcile(release, signal);
        await router.setTraffic(release, percent(50), signal);
        await router.reconcile(lab.release({ service: { ...lab.subject.change, apex: { annotations: { note: 'changed' } } } }), signal);
        await router.finalize(release, signal);
      } finally {
        await operator.close();
      }
      const { rbac } = lab.subject.provider;
      const beyond = lab.api.requests.records.filter(record => record.resource !== '' && !rbac.some(rule => allows(rule, record)));
      assert.deepEqual(beyond.map(({ verb, group, resource, subresource }) => `${verb} ${group}/${resource}/${subresource}`), []);
    },
  },
];

function allows({ apiGroups, resources, verbs }: PolicyRule, { verb, group, resource, subresource }: RequestRecord): boolean {
  const named = subresource === '' ? resource : `${resource}/${subresource}`;
  const has = (list: readonly string[], word: string): boolean => list.includes(word) || list.includes('*');
  return has(apiGroups, group) && has(resources, named) && has(verbs, verb);
}
