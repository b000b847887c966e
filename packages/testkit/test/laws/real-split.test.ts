import { describe, expect, it } from '@jest/globals';
import type { RoutePlan } from '../../src/traffic/route-plan.ts';
import { realSplit, setCookies } from '../../src/laws/real-split.ts';
import { toySubject } from './toy-router.ts';

const { canary } = toySubject();
const to = (name: string, weight: number, cookie?: string): RoutePlan['backends'][number] => ({
  service: { namespace: 'prod', name }, weight, ...(cookie !== undefined && { responseHeaders: { add: { 'Set-Cookie': cookie } } }),
});
const plan = (...backends: RoutePlan['backends']): RoutePlan => ({ backends, mirrors: [] });

describe('where requests really go', () => {
  it.each<[string, RoutePlan | undefined, object]>([
    ['no plan: the apex Service, which selects the primary', undefined, { primary: 100, canary: 0, mirrored: false }],
    ['percent', plan(to('web-primary', 70), to('web-canary', 30)), { primary: 70, canary: 30, mirrored: false }],
    ['weights that are no percent', plan(to('web-primary', 1), to('web-canary', 3)), { primary: 25, canary: 75, mirrored: false }],
    ['one Service twice', plan(to('web-canary', 1), to('web-canary', 1)), { primary: 0, canary: 100, mirrored: false }],
    ['a third Service', plan(to('web', 1), to('web-canary', 1)), { primary: 0, canary: 50, mirrored: false }],
    ['no backend', plan(), { primary: 0, canary: 0, mirrored: false }],
    ['copies', { ...plan(to('web-primary', 1)), mirrors: [{ service: { namespace: 'prod', name: 'web-canary' }, percent: 40 }] }, { primary: 100, canary: 0, mirrored: true }],
    ['copies for somebody else', { ...plan(to('web-primary', 1)), mirrors: [{ service: { namespace: 'prod', name: 'audit' }, percent: 40 }] }, { primary: 100, canary: 0, mirrored: false }],
  ])('%s', (_, given, expected) => {
    expect(realSplit(given, canary)).toEqual(expected);
  });

  it('answers set the cookies of the route, then those of the backend', () => {
    const both: RoutePlan = { ...plan(to('web-primary', 1, 'b=2')), responseHeaders: { set: { 'set-cookie': 'a=1', other: 'x' } } };
    expect(setCookies(both, 'web-primary')).toEqual(['a=1', 'b=2']);
    expect(setCookies(both, 'web-canary')).toEqual(['a=1']);
  });
});
