import fc from 'fast-check';

/** What a user, the pods, the hooks and the network do to a canary. */
export const HAPPENINGS = [
  'image 1', 'image 2', 'image 3', 'pods never start', 'pods start', 'suspended', 'no longer suspended', 'steps of 50', 'metrics fail', 'metrics pass',
  'rollout gate closes', 'promotion gate closes', 'gates open', 'watches break off', 'history expires', 'lists fail', 'controller is killed',
] as const;

export type Happening = (typeof HAPPENINGS)[number];

/** What becomes of one of the controller's writes. */
export const WRITE_FAULTS = ['conflict', 'too many requests', 'server error', 'lost', 'answer lost'] as const;

export type WriteFault = (typeof WRITE_FAULTS)[number];

/** A canary's life on an unsteady API server. */
export interface Story {
  readonly mesh: boolean;
  readonly analysis: Readonly<Record<string, unknown>>;
  readonly events: readonly { readonly afterSeconds: number; readonly what: Happening }[];
  /** By the number of the write, from 1. */
  readonly faults: Readonly<Record<string, WriteFault>>;
}

const analysis = fc.oneof(
  fc.record({ stepWeight: fc.constantFrom(20, 50, 100), maxWeight: fc.constantFrom(40, 60, 100), mirror: fc.boolean() }),
  fc.record({ stepWeights: fc.constantFrom([1, 50], [30], [10, 20, 90]), stepWeightPromotion: fc.constantFrom(50, 100) }),
  fc.record({ iterations: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ iterations: fc.integer({ min: 1, max: 3 }), match: fc.constant([{ headers: { 'x-canary': { exact: 'yes' } } }]) }),
);

const events = fc.array(fc.record({ afterSeconds: fc.constantFrom(0, 1, 4, 11, 25), what: fc.constantFrom(...HAPPENINGS) }), { minLength: 1, maxLength: 14 });
const faults = fc.dictionary(fc.integer({ min: 1, max: 60 }).map(String), fc.constantFrom(...WRITE_FAULTS), { maxKeys: 12 });

/** What the provider runs: without a mesh, mirroring is refused. */
const anyAnalysis = fc.tuple(fc.boolean(), analysis).map(([mesh, chosen]) => ({ mesh, analysis: mesh ? chosen : { ...chosen, mirror: false } }));

export const anyStory: fc.Arbitrary<Story> = fc.tuple(anyAnalysis, fc.record({ events, faults })).map(([chosen, happening]) => ({ ...chosen, ...happening }));
