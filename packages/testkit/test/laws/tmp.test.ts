import { it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { createVirtualClock, startApiServer } from '@flagger/testkit';
import { createCluster } from '@flagger/cluster';
const text = readFileSync(new URL('../../../deploy/crds/third-party/istio.yaml', import.meta.url), 'utf8');
it('times', async () => {
  const out: string[] = [];
  let t = performance.now(); const lap = (s: string) => { const n = performance.now(); out.push(`${s} ${(n - t).toFixed(0)}`); t = n; };
  const docs = parseAllDocuments(text).map(d => d.toJS()); lap('parse');
  for (let i = 0; i < 3; i++) {
    const api = await startApiServer({ clock: createVirtualClock() }); lap('start');
    api.installCrds(docs); lap('install');
    api.store.create({ apiVersion: 'networking.istio.io/v1beta1', kind: 'VirtualService', metadata: { name: 'a', namespace: 'test' }, spec: { hosts: ['a'] } } as never); lap('create');
    api.store.create({ apiVersion: 'networking.istio.io/v1beta1', kind: 'DestinationRule', metadata: { name: 'a', namespace: 'test' }, spec: { host: 'a' } } as never); lap('create');
    const logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => logger } as never;
    const c = await createCluster({ master: api.url, clock: createVirtualClock(), logger });
    await c.store.get({ apiVersion: 'networking.istio.io/v1beta1', kind: 'VirtualService', plural: 'virtualservices', namespaced: true }, { name: 'a', namespace: 'test' }, new AbortController().signal); lap('get');
    await c.close(); await api.close(); lap('close');
  }
  throw new Error(out.join('\n'));
});
