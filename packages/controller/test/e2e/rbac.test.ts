import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BUNDLED_PROVIDERS } from '../../src/plugins/bundled.ts';
import { idlePermissions, permissionsIn, printedRole } from './permissions.ts';
import type { Excuse } from './permissions.ts';
import { PLAYS } from './rbac-plays.ts';
import type { Play } from './rbac-plays.ts';
import { Stage } from './stage.ts';

/** Below those that the system gives to whoever connects. */
const API_PORT = 28543;
const CONTROLLER_PORT = 28580;
const PLUGINS = [...BUNDLED_PROVIDERS.keys()];

const CACHED: Excuse = { permissions: /^get /, reason: 'objects are read through list and watch, which allow as much; with the three together nobody wonders' };
/** What plug-ins may do and these scenarios don't. */
const IDLE: readonly Excuse[] = [CACHED];
/** What every operator may do and these scenarios don't. */
const IDLE_EVERYWHERE: readonly Excuse[] = [
  CACHED,
  { permissions: / (batch\/jobs|external\.metrics\.k8s\.io\/\*|metrics\.keptn\.sh\/\w+)$/, reason: 'metric services that are asked through the API server' },
  { permissions: /^update flagger\.app\/canaries\/finalizers$/, reason: 'asked by OwnerReferencesPermissionEnforcement, which this API server has not switched on' },
  { permissions: /^update \/secrets$/, reason: 'the copy of a tracked Secret, where that changes' },
  { permissions: /^update (autoscaling\/horizontalpodautoscalers|keda\.sh\/scaledobjects)$/, reason: "the primary's autoscaler, where the user changes the target's" },
];

/** What an account may do. */
interface Grant {
  /** The plug-in, and where its role counts. */
  readonly role: string;
  readonly permissions: readonly string[];
}

const accountOf = ({ plugin, name, namespaced = false }: Play): string => (namespaced ? `flagger-${plugin}-in-${name}` : `flagger-${plugin}`);
const grants = new Map<string, Grant>();
const kubeconfigs = new Map<string, string>();
const performances = new Map<Play, Promise<void>>();
let stage: Stage;
let used: ReturnType<Stage['audit']['used']>;

beforeAll(async () => {
  stage = await Stage.start(API_PORT, PLAYS.map(({ name }) => name));
  // One after another: a start takes a whole processor.
  for (const [at, play] of PLAYS.entries()) {
    await stage.labIn(play.name).createNamespace();
    await stage.startController(play.name, CONTROLLER_PORT + at, [
      `-kubeconfig=${kubeconfigFor(play)}`, `-providers=${play.plugin}`, `-mesh-provider=${play.provider}`, `-namespace=${play.name}`,
      '-enable-leader-election', `-leader-election-namespace=${play.name}`,
    ]);
    const performance = play.perform(stage.labIn(play.name), stage);
    performances.set(play, performance);
    // A failure belongs to the test that asks for it.
    void Promise.allSettled([performance]);
  }
  await Promise.allSettled(performances.values());
  used = stage.audit.used();
}, 300_000);

afterAll(() => stage.stop(), 60_000);

/** With the rights that the bundle prints for a play's plug-in; those of a plug-in share an account where these count everywhere. */
function kubeconfigFor(play: Play): string {
  const account = accountOf(play);
  const kubeconfig = kubeconfigs.get(account) ?? grant(account, play);
  kubeconfigs.set(account, kubeconfig);
  return kubeconfig;
}

function grant(account: string, { plugin, name, namespaced = false }: Play): string {
  const manifest = printedRole(plugin, account, namespaced ? [`-namespace=${name}`] : []);
  const file = join(stage.folder, `${account}.yaml`);
  writeFileSync(file, manifest);
  grants.set(account, { role: `${plugin}${namespaced ? ' in a namespace' : ''}`, permissions: permissionsIn(manifest) });
  return stage.plane.controllerKubeconfig(file, account);
}

/** Kubernetes' own objects need no rights beyond these. */
const everyOperator = (): readonly string[] => grants.get('flagger-kubernetes')?.permissions ?? [];

/** What the accounts made use of, all of them or those with a role. */
function usedBy(role?: string): ReadonlySet<string> {
  return new Set([...grants].filter(([, each]) => role === undefined || each.role === role).flatMap(([account]) => [...(used.get(account) ?? [])]));
}

describe('under the role that is printed for it alone', () => {
  it.each(PLAYS.map(play => [play.name, play] as const))('%s', async (_, play) => {
    await performances.get(play);
  });

  it('every bundled plug-in plays', () => {
    expect(PLUGINS.filter(plugin => !PLAYS.some(play => play.plugin === plugin))).toEqual([]);
  });

  it('nobody asks for what is not allowed', () => {
    expect(stage.audit.denied()).toEqual([]);
  });
});

describe('no permission lies idle', () => {
  it('of those that a plug-in brings', () => {
    const base = new Set(everyOperator());
    const idle = [...grants.values()].flatMap(({ role, permissions }) => {
      const brought = permissions.filter(permission => !base.has(permission));
      return idlePermissions(brought, usedBy(role), IDLE).map(permission => `${role}: ${permission}`);
    });
    expect(idle).toEqual([]);
  });

  it('of those that every operator has', () => {
    expect(idlePermissions(everyOperator(), usedBy(), IDLE_EVERYWHERE)).toEqual([]);
  });

  it('no excuse is left over', () => {
    const idle = idlePermissions([...grants.values()].flatMap(({ permissions }) => permissions), usedBy(), []);
    expect([...IDLE, ...IDLE_EVERYWHERE].filter(({ permissions }) => !idle.some(permission => permissions.test(permission)))).toEqual([]);
  });
});
