import { afterEach, describe, expect, it } from '@jest/globals';
import { phase } from '../../../controller/test/golden/lab.ts';
import { ReleaseLab } from './release-lab.ts';

let lab: ReleaseLab;
afterEach(() => lab.close());

const TESTER = 'http://flagger-loadtester.test';
const LOAD_TEST = 'hey -z 1m -q 5 -c 2 http://podinfo-canary.test:9898/';
/** As the articles write them. */
const HOOKS = {
  gate: { name: 'start gate', type: 'confirm-rollout', url: `${TESTER}/gate/check` },
  halt: { name: 'start gate', type: 'confirm-rollout', url: `${TESTER}/gate/halt` },
  acceptance: {
    name: 'acceptance-test', type: 'pre-rollout', url: `${TESTER}/`, timeout: '30s', metadata: { type: 'bash', cmd: "curl -sd 'test' http://podinfo-canary.test:9898/token | grep token" },
  },
  helm: { name: 'smoke test', type: 'pre-rollout', url: 'http://flagger-helmtester.kube-system/', timeout: '3m', metadata: { type: 'helmv3', cmd: 'test podinfo -n test' } },
  bats: { name: 'acceptance tests', type: 'pre-rollout', url: 'http://flagger-batstester.default/', timeout: '5m', metadata: { type: 'bash', cmd: 'bats /tests/acceptance.bats' } },
  load: { name: 'load test', type: 'rollout', url: `${TESTER}/`, timeout: '15s', metadata: { cmd: LOAD_TEST } },
  promotion: { name: 'promotion gate', type: 'confirm-promotion', url: `${TESTER}/gate/approve` },
  rollback: { name: 'rollback', type: 'rollback', url: `${TESTER}/rollback/check` },
};

describe('a release with a load tester', () => {
  it('waits for its gate, is tested, is loaded, and is promoted', async () => {
    lab = await ReleaseLab.withNewRevision([HOOKS.gate, HOOKS.acceptance, HOOKS.helm, HOOKS.load, HOOKS.promotion]);
    await phase(lab.world.lab, 'Waiting');
    await lab.world.lab.sleep(120_000);
    expect([await lab.phase(), lab.calls]).toEqual(['Waiting', []]);
    expect(lab.said).toContain('Halt podinfo.test advancement waiting for approval start gate');

    expect(await lab.asPerson('/gate/open')).toMatchObject({ status: 202 });
    await phase(lab.world.lab, 'Succeeded');
    expect(lab.calls).toEqual([
      'curl -sd test http://podinfo-canary.test:9898/token', 'helm test podinfo -n test', 'hey -z 1m -q 5 -c 2 http://podinfo-canary.test:9898/',
    ]);
    expect(lab.said).toEqual(expect.arrayContaining([
      'Confirm-rollout check start gate passed', 'Pre-rollout check acceptance-test passed', 'Pre-rollout check smoke test passed', 'Confirm-promotion check promotion gate passed',
      'Promotion completed! Scaling down podinfo.test',
    ]));
  });

  it('never starts before a gate that halts', async () => {
    lab = await ReleaseLab.withNewRevision([HOOKS.halt, HOOKS.load]);
    await phase(lab.world.lab, 'Waiting');
    await lab.asPerson('/gate/open');
    await lab.world.lab.sleep(300_000);
    expect([await lab.phase(), lab.calls]).toEqual(['Waiting', []]);
  });

  it('is rolled back where its acceptance test fails; the load tester knows what the test said', async () => {
    lab = await ReleaseLab.withNewRevision([HOOKS.bats, HOOKS.load]);
    await phase(lab.world.lab, 'Failed');
    expect(new Set(lab.calls)).toEqual(new Set(['bats /tests/acceptance.bats']));
    expect(lab.said).toContain('Halt podinfo.test advancement pre-rollout check acceptance tests failed POST http://flagger-batstester.default/ giving up after 1 attempt(s)');
    expect(await lab.tasks()).toContainEqual(expect.objectContaining({ type: 'bash', canary: 'podinfo.test', state: 'failed', output: 'not ok 1 the canary answers\n' }));
  });

  it('is rolled back by a person', async () => {
    lab = await ReleaseLab.withNewRevision([HOOKS.rollback, HOOKS.load]);
    await lab.world.lab.until('a step', () => lab.said.some(message => /canary weight 40/.test(message)));
    expect(await lab.asPerson('/rollback/open')).toMatchObject({ status: 202 });
    await phase(lab.world.lab, 'Failed');
    expect(lab.said).toContain('Rolling back podinfo.test manual webhook invoked');
    expect((await lab.world.lab.canary())?.status).toMatchObject({ canaryWeight: 0 });
  });

  it('waits again where its gate is closed for the next revision', async () => {
    lab = await ReleaseLab.withNewRevision([HOOKS.gate]);
    await lab.asPerson('/gate/open');
    await phase(lab.world.lab, 'Succeeded');
    await lab.asPerson('/gate/close');
    await lab.world.lab.image('3');
    await phase(lab.world.lab, 'Waiting');
    await lab.world.lab.sleep(120_000);
    expect(await lab.phase()).toBe('Waiting');
  });
});
