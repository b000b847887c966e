import { describe, expect, it } from '@jest/globals';
import { CanaryError } from '@flagger/sdk';
import type { Canary, CanaryWebhook } from '@flagger/sdk';
import { askGate } from '../../src/webhooks/ask-gate.ts';
import { askRollback } from '../../src/webhooks/ask-rollback.ts';
import { InstantClock, refused, StubHttp } from '../http-stub.ts';

const signal = new AbortController().signal;
const timedOut = new CanaryError('TimedOut', 'later', 'no answer within 10s');

function canaryWith(hook: Partial<CanaryWebhook>): Canary {
  return {
    apiVersion: 'flagger.app/v1beta1', kind: 'Canary', metadata: { name: 'podinfo', namespace: 'test' },
    spec: { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'podinfo' }, analysis: { webhooks: [{ name: 'h', url: 'http://h', ...hook }] } },
  };
}

describe('a hook that does not pass', () => {
  it.each<[string, Partial<CanaryWebhook>, ConstructorParameters<typeof StubHttp>[0], true | undefined]>([
    ['refused', {}, 403, undefined],
    ['refused with a 500, as a failed script does', {}, 500, undefined],
    ['was not reached', {}, refused, true],
    ['did not answer in time', {}, timedOut, true],
    ['could not be asked', { timeout: '5sec' }, 200, true],
  ])('%s', async (_what, hook, reply, unanswered) => {
    const context = { http: new StubHttp(reply), clock: new InstantClock() };
    const gate = await askGate('pre-rollout', { canary: canaryWith({ ...hook, type: 'pre-rollout' }), phase: 'Progressing' }, context, signal);
    expect(gate).toMatchObject({ open: false, heldBy: { name: 'h' } });
    expect('unanswered' in gate ? gate.unanswered : undefined).toBe(unanswered);
    const verdict = await askRollback({ canary: canaryWith({ ...hook, type: 'rollback' }), phase: 'Progressing' }, context, signal);
    expect(verdict).toMatchObject({ signalledBy: undefined, silent: ['h'] });
    expect(verdict.unanswered?.name).toBe(unanswered && 'h');
  });
});
