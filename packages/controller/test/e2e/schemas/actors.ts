import { INGRESSES } from '@flagger/sdk';
import type { Canary, Manifest, ResourceType } from '@flagger/sdk';
import type { RouterSubject } from '@flagger/testkit';
import { BUNDLED_PROVIDERS } from '../../../src/plugins/bundled.ts';

/** A provider string in one setting, whose objects are offered to an API server. */
export interface SchemaActor {
  /** As `spec.provider` has it. */
  readonly name: string;
  readonly title: string;
  readonly subject: RouterSubject;
}

/** Of the first App Mesh nobody has the schemas any more: it took anything. */
const WITHOUT_SCHEMA = new Set(['appmesh']);

/** What a trailing `*` of SMI's names stands for: it shows in annotations. */
const MESHES = ['', ':istio'];

/** Every bundled provider that writes objects, by each of its names, in each setting in which it is held to the laws. */
export async function schemaActors(): Promise<readonly SchemaActor[]> {
  const subjects = await Promise.all([...BUNDLED_PROVIDERS.keys()].map(async plugin => {
    const { lawSubjects } = await import(`../../../../providers/${plugin}/test/law-subjects.ts`) as { readonly lawSubjects: readonly RouterSubject[] };
    return lawSubjects.filter(({ objects, borrowed = [] }) => objects.length + borrowed.length > 0);
  }));
  const named = subjects.flat().flatMap(subject => subject.provider.names.flatMap(stringsOf).map(name => ({ name, subject })));
  return named.filter(({ name }) => !WITHOUT_SCHEMA.has(name))
    .map(({ name, subject }) => ({ name, subject, title: [name, subject.variant].filter(Boolean).join(' ') }));
}

function stringsOf(name: string): readonly string[] {
  const meshes = name.startsWith('smi:') ? MESHES : [''];
  return name.endsWith('*') ? meshes.map(mesh => `${name.slice(0, -1)}${mesh}`) : [name];
}

const SERVICES: ResourceType = { apiVersion: 'v1', kind: 'Service', plural: 'services', namespaced: true };

/** A user's object with its status, which the API server takes by itself. */
export interface GivenObject {
  readonly type: ResourceType;
  readonly object: Manifest;
  readonly status?: object;
}

/** The objects of users that a canary needs; they lead to its apex Service. */
export function givenFor({ subject: { given = [], objects, borrowed = [] } }: SchemaActor, { spec }: Canary): readonly GivenObject[] {
  const apex = spec.service?.name ?? spec.targetRef.name;
  const types = [...[...objects, ...borrowed].map(({ type }) => type), INGRESSES, SERVICES];
  return given.map(each => {
    const { metadata, status, ...rest } = each as Manifest & { readonly status?: object };
    const leading = JSON.parse(JSON.stringify(rest).replaceAll('"podinfo"', JSON.stringify(apex))) as Omit<Manifest, 'metadata'>;
    const object = { ...leading, metadata: { ...metadata, name: metadata.name.replace(/^podinfo-/, `${apex}-`) } };
    const type = types.find(({ apiVersion, kind }) => apiVersion === object.apiVersion && kind === object.kind);
    if (type === undefined) throw new Error(`no setting has ${object.kind}`);
    return { type, object, ...(status && { status }) };
  });
}
