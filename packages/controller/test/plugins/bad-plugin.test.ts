import { beforeAll, describe, expect, it } from '@jest/globals';
import { expectTold, outcomeOf } from '../bad-input/expect-told.ts';
import type { Case } from '../bad-input/expect-told.ts';
import { STEP, Town } from '../bad-input/town.ts';
import type { Chronicle, Story, View } from '../bad-input/town.ts';
import { canary, deployment } from '../golden/objects.ts';
import { MoodyPlugin } from './moody-plugin.ts';
import type { Mood } from './moody-plugin.ts';
import { openCrds } from './open-crds.ts';
import { bePatient } from './patient-world.ts';

/** While plug-ins hang, real time says when the world is at rest; on a busy machine it may look a step of its clock later. */
const MOMENT_MS = 2000;

const plugins = new Map<string, MoodyPlugin>();

interface Trouble {
  readonly mood: Mood;
  /** When it begins: before the canary is there, with a release, or in the middle of one. */
  readonly since: 'ever' | 'release' | 'midway';
  readonly says: string;
  /** It takes three calls until the plug-in is set aside; long ones fall into the minute in which else nothing is said. */
  readonly idleWrites?: number;
  /** Other canaries of the plug-in have no trouble. */
  readonly alone?: boolean;
}

/** A canary on a plug-in of its own that goes wrong, and later behaves again. */
function troubled(name: string, { mood, since, says, idleWrites = 0, alone = false }: Trouble): Case {
  const moody = new MoodyPlugin(name);
  plugins.set(name, moody);
  if (since === 'ever') moody.mood = mood;
  if (alone) moody.moodyIn = name;
  return {
    name, objects: () => [deployment(), canary(name, STEP)],
    begin: async lab => {
      if (since === 'midway') moody.afterFirstStep = mood;
      else moody.mood = mood;
      if (since !== 'ever') await lab.image('2');
    },
    repair: () => void (moody.mood = 'well'),
    expected: {
      condition: { type: 'Reconciled', status: 'False', reason: 'PluginBroken', message: `plug-in ${name} is set aside for a while, its calls keep failing: ${says}` },
      phase: { ever: 'Initializing', release: 'Initialized', midway: 'Progressing' }[since], afterwards: since === 'ever' ? 'Initialized' : 'Succeeded', idleWrites,
    },
  };
}

const CASES: readonly Case[] = [
  troubled('hanging', { mood: 'hangs', since: 'release', says: 'router.reconcile gave no answer within 30s', idleWrites: 1 }),
  troubled('throwing', { mood: 'throws', since: 'release', says: 'router.reconcile threw TypeError: throwing has a bug' }),
  troubled('tardy', { mood: 'rejects late', since: 'release', says: 'router.reconcile gave no answer within 30s', idleWrites: 1 }),
  troubled('quitting', { mood: 'hangs', since: 'midway', says: 'router.reconcile gave no answer within 30s', idleWrites: 1 }),
  troubled('sulking', { mood: 'rejects with a text', since: 'midway', says: 'router.reconcile threw sulking is sulking' }),
  troubled('picky', { mood: 'throws', since: 'release', says: 'router.reconcile threw TypeError: picky has a bug', alone: true }),
  troubled('unlicensed', { mood: 'throws when made', since: 'ever', says: 'router.reconcile threw Error: unlicensed has no licence' }),
];

/** Another canary on a plug-in that fails for the first one alone. */
const UNHARMED: Story = {
  name: 'unharmed', objects: () => [deployment(), canary('picky', STEP)], begin: lab => lab.image('2'), repair: () => undefined,
};

const complaints = ({ warnings }: View): readonly string[] => warnings.filter(message => message.startsWith('plug-in'));

let chronicle: Chronicle;
beforeAll(async () => {
  chronicle = await Town.tell([...CASES, UNHARMED], {
    operator: { plugins: [...plugins.values()].map(({ plugin }) => plugin) },
    prepare: world => {
      bePatient(world, () => [...plugins.values()].some(({ hanging }) => hanging > 0));
      world.api.installCrds(openCrds());
    },
  });
}, 120_000);

describe('a plug-in that goes wrong', () => {
  it.each(CASES)('$name: is told on its canary, which is released when it behaves again', story => {
    expectTold(chronicle, story);
  });

  it('slows no canary of another provider', () => {
    expect(chronicle.neighbour.besideMs).toBeLessThan(chronicle.neighbour.aloneMs + MOMENT_MS);
  });

  it('holds up no other canary of its own, where it fails on one alone', () => {
    const { broken } = outcomeOf(chronicle, UNHARMED.name);
    expect(broken).toMatchObject({ phase: 'Succeeded', conditions: [{ type: 'Promoted', status: 'True' }] });
    expect(complaints(broken)).toEqual([]);
  });

  it.each(CASES)('$name: is said a few times, not at every look', ({ name }) => {
    expect(complaints(outcomeOf(chronicle, name).broken).length).toBeLessThan(15);
  });
});
