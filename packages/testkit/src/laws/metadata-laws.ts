import { canaryOwner, GITOPS_MARKERS, serviceNames } from '@flagger/sdk';
import type { Manifest, ObjectMeta } from '@flagger/sdk';
import { expectSame } from './expect-same.ts';
import { percent, withoutObjects } from './law-row.ts';
import type { Exemption, LawRow } from './law-row.ts';
import type { RouterLab } from './router-lab.ts';

const withoutMetadata: Exemption = ({ objects }) => (objects.some(each => each.carriesMetadata) ? undefined : 'no object of it carries metadata of the service');
const APEX = { labels: { team: 'lab' }, annotations: { note: 'apex' } };

/** Labels, annotations and owners. */
export const METADATA_LAWS: readonly LawRow[] = [
  {
    title: 'makes objects that go with their canary',
    exempt: [withoutObjects],
    check: async (lab, signal) => {
      await lab.router.reconcile(lab.release(), signal);
      for (const { kind, metadata } of lab.liveObjects()) {
        // An object of the whole cluster cannot be owned by one of a namespace.
        expectSame(metadata.ownerReferences, metadata.namespace === undefined ? undefined : [canaryOwner(lab.subject.canary)], kind);
      }
    },
  },
  {
    title: 'makes objects without an owner where the canary lives in another cluster',
    exempt: [withoutObjects],
    check: async (lab, signal) => {
      await lab.createRouter({ ownerReferences: false }).reconcile(lab.release(), signal);
      expectSame(lab.liveObjects().map(({ metadata }) => metadata.ownerReferences), lab.subject.objects.map(() => undefined));
    },
  },
  {
    title: 'marks its routes for GitOps agents, and gives them no label of its own',
    exempt: [withoutObjects, withoutMetadata],
    check: async (lab, signal) => {
      await lab.router.reconcile(lab.release(), signal);
      for (const { labels, annotations } of carriers(lab)) {
        expectSame(pick(annotations, GITOPS_MARKERS), GITOPS_MARKERS);
        expectSame(labels ?? {}, lab.subject.canary.spec.service?.apex?.labels ?? {});
      }
    },
  },
  {
    title: "carries the apex Service's labels and annotations, follows their change, and keeps the split meanwhile",
    exempt: [withoutObjects, withoutMetadata],
    check: async (lab, signal) => {
      await lab.router.reconcile(lab.release(), signal);
      await lab.router.setTraffic(lab.release(), percent(30), signal);
      for (const team of ['lab', 'other']) {
        const release = lab.release({ service: { apex: { ...APEX, labels: { team } } } });
        await lab.router.reconcile(release, signal);
        const expected = { team, [release.target.labelKey]: serviceNames(release.canary).apex };
        for (const { labels, annotations } of carriers(lab)) {
          expectSame(labels, expected);
          expectSame(pick(annotations, { ...APEX.annotations, ...GITOPS_MARKERS }), { ...APEX.annotations, ...GITOPS_MARKERS });
        }
        if (lab.subject.provider.capabilities.weights) expectSame(await lab.split({}, signal), percent(30));
      }
    },
  },
];

function carriers(lab: RouterLab): readonly ObjectMeta[] {
  const names = new Set(lab.subject.objects.filter(each => each.carriesMetadata).map(({ type, name }) => `${type.kind} ${name}`));
  return lab.liveObjects().filter(({ kind, metadata }: Manifest) => names.has(`${kind} ${metadata.name}`)).map(({ metadata }) => metadata);
}

function pick(from: Readonly<Record<string, string>> = {}, like: Readonly<Record<string, string>>): Record<string, string | undefined> {
  return Object.fromEntries(Object.keys(like).map(key => [key, from[key]]));
}
