import { readFileSync } from 'node:fs';
import { sampleSubject } from '@flagger/testkit';
import type { InProcessStore, RouterSubject } from '@flagger/testkit';
import { knativeProvider } from '../src/index.ts';
import { KNATIVE_SERVICES } from '../src/knative-types.ts';
import type { KnativeService } from '../src/knative-types.ts';
import { KnativeIngress } from './knative-ingress.ts';

/** The user's Knative Service, as Knative has made it ready. */
export const SERVICE: KnativeService = {
  apiVersion: KNATIVE_SERVICES.apiVersion, kind: KNATIVE_SERVICES.kind, metadata: { namespace: 'test', name: 'podinfo', annotations: { mine: 'x' } },
  spec: { template: { spec: { containers: [{ image: 'podinfo:1' }] } } },
  status: { latestCreatedRevisionName: 'podinfo-00001', traffic: [{ latestRevision: true, revisionName: 'podinfo-00001', percent: 100 }] },
};

/** Knative's controller: it follows the traffic that the Service asks for. */
export function simulateKnative(store: InProcessStore): () => void {
  return store.subscribe(({ type, object }) => {
    const { kind, apiVersion, metadata, spec, status } = object as KnativeService;
    if (type === 'DELETED' || kind !== KNATIVE_SERVICES.kind || apiVersion !== KNATIVE_SERVICES.apiVersion) return;
    if (status?.observedGeneration === metadata.generation) return;
    const latest = status?.latestCreatedRevisionName ?? 'podinfo-00001';
    const traffic = (spec?.traffic ?? [{ latestRevision: true, percent: 100 }]).map(target => ({ ...target, revisionName: target.revisionName ?? latest }));
    store.patchStatus(KNATIVE_SERVICES, metadata, { status: { observedGeneration: metadata.generation, latestCreatedRevisionName: latest, traffic } });
  });
}

/** Knative, to be held to the laws. */
export const knativeSubject: RouterSubject = {
  provider: knativeProvider,
  crds: readFileSync(new URL('../../../deploy/crds/third-party/knative.yaml', import.meta.url), 'utf8'),
  canary: sampleSubject({ spec: { targetRef: { apiVersion: KNATIVE_SERVICES.apiVersion, kind: KNATIVE_SERVICES.kind, name: 'podinfo' } } }).canary,
  target: { labelKey: '', labelValue: '', ports: [] },
  given: [SERVICE],
  borrowed: [{ type: KNATIVE_SERVICES, name: 'podinfo' }],
  objects: [],
  dataPlane: reader => new KnativeIngress(reader),
  simulate: simulateKnative,
};
