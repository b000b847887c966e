import { describe, expect, it } from '@jest/globals';
import type { Canary, CanaryStatus } from '@flagger/sdk';
import { withCookies } from '../../src/status/cookies.ts';

const SHIFTED = { primary: 70, canary: 30, mirrored: false };
const BACK = { primary: 100, canary: 0, mirrored: false };

const canary = (status: CanaryStatus, primaryCookieName?: string): Canary => ({
  apiVersion: 'flagger.app/v1beta1', kind: 'Canary', metadata: { name: 'podinfo', namespace: 'test', uid: 'u' },
  spec: {
    targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'podinfo' },
    analysis: { sessionAffinity: { cookieName: 'sticky', ...(primaryCookieName && { primaryCookieName }) } },
  },
  status: { lastAppliedSpec: 'v1-a', ...status },
});

describe('session cookies', () => {
  it('are ten letters after their name, one for the canary and one for the primary', () => {
    expect(withCookies(canary({}, 'stay'), SHIFTED, { primary: true })).toMatchObject({
      sessionAffinityCookie: expect.stringMatching(/^sticky=[a-zA-Z]{10}$/), primarySessionAffinityCookie: expect.stringMatching(/^stay=[a-zA-Z]{10}$/),
    });
    expect(withCookies(canary({}), SHIFTED, { primary: false })).not.toHaveProperty('primarySessionAffinityCookie');
  });

  it('stay for the whole run; made again, it is the same', () => {
    const first = withCookies(canary({}), SHIFTED, { primary: false });
    expect(withCookies(canary({}), SHIFTED, { primary: false })).toEqual(first);
    expect(withCookies(canary(first), SHIFTED, { primary: false })).toEqual(first);
  });

  it('differ from run to run', () => {
    const [one, two] = ['v1-a', 'v1-b'].map(lastAppliedSpec => withCookies(canary({ lastAppliedSpec }), SHIFTED, { primary: false }).sessionAffinityCookie);
    expect(one).not.toBe(two);
  });

  it('are remembered when the canary gives its traffic up, so that browsers can forget them', () => {
    const running = withCookies(canary({}), SHIFTED, { primary: false });
    const over = withCookies(canary(running), BACK, { primary: false });
    expect(over.previousSessionAffinityCookie).toBe(running.sessionAffinityCookie);
    expect(over).not.toHaveProperty('sessionAffinityCookie');
    expect(withCookies(canary(over), BACK, { primary: false })).toEqual(over);
  });
});
