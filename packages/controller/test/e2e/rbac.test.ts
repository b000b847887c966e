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

const accountOf = (plugin: string): string => `flagger-${plugin}`;
const roles = new Map<string, readonly string[]>();
const performances = new Map<Play, Promise<void>>();
let stage: Stage;

beforeAll(async () => {
  stage = await Stage.start(API_PORT, PLAYS.map(({ name }) => name));
  const kubeconfigs = new Map(PLUGINS.map(plugin => [plugin, grant(plugin)]));
  // One after another: a start takes a whole processor.
  for (const [at, play] of PLAYS.entries()) {
    await stage.labIn(play.name).createNamespace();
    await stage.startController(play.name, CONTROLLER_PORT + at, [
      `-kubeconfig=${kubeconfigs.get(play.plugin)}`, `-providers=${play.plugin}`, `-mesh-provider=${play.provider}`, `-namespace=${play.name}`,
      '-enable-leader-election', `-leader-election-namespace=${play.name}`,
    ]);
    const performance = play.perform(stage.labIn(play.name), stage);
    performances.set(play, performance);
    // A failure belongs to the test that asks for it.
    void Promise.allSettled([performance]);
  }
  await Promise.allSettled(performances.values());
}, 300_000);

afterAll(() => stage.stop(), 60_000);

/** Gives a service account the rights that the bundle prints for a plug-in; its kubeconfig. */
function grant(plugin: string): string {
  const manifest = printedRole(plugin, accountOf(plugin));
  const file = join(stage.folder, `rbac-${plugin}.yaml`);
  writeFileSync(file, manifest);
  roles.set(plugin, permissionsIn(manifest));
  return stage.plane.controllerKubeconfig(file, accountOf(plugin));
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
    const base = new Set(roles.get('kubernetes'));
    const used = stage.audit.used();
    const idle = PLUGINS.flatMap(plugin => {
      const brought = (roles.get(plugin) ?? []).filter(permission => !base.has(permission));
      return idlePermissions(brought, used.get(accountOf(plugin)) ?? new Set(), IDLE).map(permission => `${plugin}: ${permission}`);
    });
    expect(idle).toEqual([]);
  });

  it('of those that every operator has', () => {
    const used = new Set([...stage.audit.used().values()].flatMap(each => [...each]));
    expect(idlePermissions(roles.get('kubernetes') ?? [], used, IDLE_EVERYWHERE)).toEqual([]);
  });

  it('no excuse is left over', () => {
    const used = new Set([...stage.audit.used().values()].flatMap(each => [...each]));
    const idle = idlePermissions([...roles.values()].flat(), used, []);
    expect([...IDLE, ...IDLE_EVERYWHERE].filter(({ permissions }) => !idle.some(permission => permissions.test(permission)))).toEqual([]);
  });
});
