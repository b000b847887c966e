import assert from 'node:assert/strict';
import type { ObjectStore, PolicyRule } from '@flagger/sdk';
import type { RequestRecord } from '../api/journal/request-journal.ts';
import { parsePromql } from '../prometheus/parse-promql.ts';
import { percent, withoutWrites } from './law-row.ts';
import type { LawRow } from './law-row.ts';

const QUERY_FUNCTIONS = new Set(['name', 'namespace', 'target', 'service', 'ingress', 'route', 'interval']);

const NAME = /^[a-z0-9]+([.:-][a-z0-9]+)*\*?$/;

/** What a provider says about itself. */
export const PROVIDER_LAWS: readonly LawRow[] = [
  {
    title: 'has names that a canary can write',
    exempt: [],
    check: async ({ subject: { provider: { names } } }) => {
      assert.ok(names.length > 0, 'it has no name');
      assert.deepEqual(names.filter((name, at) => !NAME.test(name) || names.indexOf(name) !== at), [], 'odd, or there twice');
    },
  },
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
    title: 'asks in its queries what Prometheus understands',
    exempt: [],
    check: async ({ subject: { provider: { observer } } }) => {
      for (const { query } of [observer.successRate, observer.duration]) {
        const asked = query.replace(/\{\{-?\s*(\w+)\s*-?\}\}/g, (_, name: string) => (name === 'interval' ? '1m' : 'podinfo'));
        assert.doesNotThrow(() => parsePromql(asked), asked);
      }
    },
  },
  {
    title: 'asks for nothing while its router is made',
    exempt: [],
    check: async lab => {
      const asked: string[] = [];
      const note = (method: string) => (): Promise<never> => {
        asked.push(method);
        return new Promise(() => undefined);
      };
      // Whatever is called, it is noted.
      lab.createRouter({ store: new Proxy({}, { get: (_, method) => note(String(method)) }) as ObjectStore });
      assert.deepEqual(asked, []);
    },
  },
  {
    title: 'names each rule that it needs, and no wildcard',
    exempt: [],
    check: async ({ subject: { provider: { rbac } } }) => {
      assert.deepEqual(rbac.filter(({ apiGroups, resources, verbs }) => [...apiGroups, ...resources, ...verbs].includes('*')), []);
    },
  },
  {
    title: 'does nothing that its rules do not allow',
    exempt: [withoutWrites],
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
