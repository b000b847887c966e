import { describe, expect, it } from '@jest/globals';
import type { CanaryStatus } from '@flagger/sdk';
import type { GateVerdict, MetricVerdict } from '../../src/decide/evidence.ts';
import { Checks } from '../../src/engine/checks.ts';
import { problemIn } from '../../src/status/problem-condition.ts';
import type { StatusChange } from '../../src/status/status-change.ts';
import { closed, OPEN } from '../decide/world.ts';

const silent: GateVerdict = { ...closed('gate', 'no answer'), unanswered: true } as GateVerdict;
const blind: MetricVerdict = { passed: false, event: { level: 'error', message: 'query failed' }, failure: { metric: 'm' } };
const bad: MetricVerdict = { passed: false, event: { level: 'info', message: 'too slow' }, failure: { metric: 'm', value: 9, limit: '> 1' } };

type Note = Parameters<Checks['note']>;

function told(status: CanaryStatus, notes: readonly Note[], change?: StatusChange): { readonly reason: string; readonly message: string } | undefined {
  const checks = new Checks();
  for (const note of notes) checks.note(...note);
  return problemIn(checks.tell(status, 0, change), 'Checked');
}

const UNSEEN = { reason: 'MetricsUnanswered', message: 'query failed' };
const before: CanaryStatus = new Checks().tell({}, 0);
const blinded = (): CanaryStatus => {
  const checks = new Checks();
  checks.note('metrics', blind);
  return checks.tell(before, 0);
};

describe('what could not be asked', () => {
  it.each<[string, Note, ReturnType<typeof told>]>([
    ['a gate that gave no answer', ['confirm-promotion', silent], { reason: 'ConfirmPromotionUnanswered', message: 'confirm-promotion hook gate: no answer' }],
    ['a gate that refused', ['pre-rollout', closed('gate')], undefined],
    ['a gate that is open', ['rollout', OPEN], undefined],
    ['a rollback hook that gave no answer', ['rollback', { signalledBy: undefined, silent: ['back'], unanswered: { name: 'back', error: 'lost' } }], { reason: 'RollbackUnanswered', message: 'rollback hook back: lost' }],
    ['a metric without a value', ['metrics', blind], UNSEEN],
    ['a metric out of its limits', ['metrics', bad], undefined],
    ['a question to ourselves', ['primary-readiness', { state: 'ready' }], undefined],
  ])('%s', (_what, note, problem) => {
    expect(told({}, [note])).toEqual(problem);
  });

  it('is told of the first that gave no answer', () => {
    expect(told({}, [['rollout', silent], ['metrics', blind]])?.reason).toBe('RolloutUnanswered');
  });

  it('stays while others answer, and goes when the same answers', () => {
    expect(told(blinded(), [['rollback', { signalledBy: undefined, silent: [] }]])).toEqual(UNSEEN);
    expect(told(blinded(), [['metrics', bad]])).toBeUndefined();
  });

  it.each<[StatusChange, boolean]>([
    [{ kind: 'sync', phase: 'Failed' }, true],
    [{ kind: 'failedChecks', failedChecks: 2 }, true],
    [{ kind: 'sync', phase: 'Progressing' }, false],
    [{ kind: 'phase', phase: 'Promoting' }, false],
    [{ kind: 'phase', phase: 'Succeeded' }, false],
  ])('on %j it stays: %p', (change, stays) => {
    expect(told(blinded(), [], change)).toEqual(stays ? UNSEEN : undefined);
  });
});
