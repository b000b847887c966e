import assert from 'node:assert/strict';
import type { Manifest, RouteSubject } from '@flagger/sdk';
import { expectSame } from './expect-same.ts';
import { percent, withoutObjects, withoutWeights } from './law-row.ts';
import type { Exemption, LawRow } from './law-row.ts';
import type { RouterLab } from './router-lab.ts';
import type { RouterSubject } from './router-subject.ts';

const OTHER_NAMESPACE = 'lab-other';
const APEX = { labels: { team: 'lab' }, annotations: { note: 'apex' } };

const ofWholeCluster: Exemption = ({ objects }) => (objects.some(({ type }) => !type.namespaced) ? 'its objects belong to the whole cluster' : undefined);

/** What a router has nothing to do with. */
export const BYSTANDER_LAWS: readonly LawRow[] = [
  {
    title: 'leaves the routes of a canary in another namespace alone',
    exempt: [withoutObjects, withoutWeights, ofWholeCluster],
    check: async (lab, signal) => {
      const [release, other] = [lab.release(), inOtherNamespace(lab)];
      lab.api.store.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: OTHER_NAMESPACE } });
      for (const object of lab.subject.given ?? []) lab.api.store.put({ ...object, metadata: { ...object.metadata, namespace: OTHER_NAMESPACE } });
      await lab.settle(signal);
      await lab.router.reconcile(release, signal);
      await lab.router.setTraffic(release, percent(30), signal);
      const before = lab.liveObjects();
      await lab.router.reconcile(other, signal);
      assert.deepEqual(await lab.router.getTraffic(other, signal), percent(0), 'the new canary');
      await lab.router.setTraffic(other, percent(60), signal);
      assert.deepEqual(await lab.router.getTraffic(release, signal), percent(30), 'the canary that was there');
      await lab.router.finalize(other, signal);
      expectSame(lab.liveObjects(), before);
    },
  },
  {
    title: 'changes no object but those that it is there for',
    exempt: [withoutObjects],
    check: async (lab, signal) => {
      await lab.router.reconcile(lab.release(), signal);
      const others = [...lab.liveObjects().map(object => lab.api.store.create(copyOf(object))), ...untouchable(lab.subject)];
      await lab.settle(signal);
      const read = (): readonly unknown[] => others.map(({ apiVersion, kind, metadata }) => lab.api.store.get({ apiVersion, kind }, metadata));
      const before = read();
      await lab.router.setTraffic(lab.release(), percent(30), signal);
      await lab.router.reconcile(lab.release({ service: { ...lab.subject.change, apex: APEX } }), signal);
      await lab.router.finalize(lab.release(), signal);
      expectSame(read(), before);
    },
  },
];

/** What somebody else might have of the same type. */
function copyOf({ metadata: { name, namespace, labels }, ...object }: Manifest): Manifest {
  return { ...object, metadata: { name: `${name}-lab`, ...(namespace !== undefined && { namespace }), ...(labels && { labels }) } };
}

function untouchable({ given = [], borrowed = [] }: RouterSubject): readonly Manifest[] {
  return given.filter(({ kind, metadata }) => !borrowed.some(({ type, name }) => type.kind === kind && name === metadata.name));
}

function inOtherNamespace(lab: RouterLab): RouteSubject {
  const { canary, target } = lab.release();
  return { canary: { ...canary, metadata: { ...canary.metadata, namespace: OTHER_NAMESPACE, uid: 'uid-other' } }, target };
}
