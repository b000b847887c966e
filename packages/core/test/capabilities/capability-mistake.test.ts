import { describe, expect, it } from '@jest/globals';
import { capabilityMistake } from '../../src/index.ts';

const GOOD = { weights: true, mirroring: 'always', matches: ['headers'], affinity: 'none', reconcileBefore: 'analysis', readBack: 'immediate', requires: ['spec.ingressRef'] };

describe('capabilities', () => {
  it.each<[string, Record<string, unknown>]>([
    ['all fields', {}], ['empty lists', { matches: [], requires: [] }], ['what TCP changes', { overTcp: { mirroring: 'none', matches: [] } }], ['nothing that TCP changes', { overTcp: {} }],
    ['fields of a later sdk', { grpc: true }], ['ways to compare', { matchKinds: { headers: ['exact', 'regex'], cookies: ['exact'] } }],
  ])('are right: %s', (_what, fields) => {
    expect(capabilityMistake({ ...GOOD, ...fields })).toBeUndefined();
  });

  it.each<[Record<string, unknown>, string]>([
    [{ weights: undefined }, 'weights is missing; allowed: true or false'],
    [{ weights: 'yes' }, 'weights is "yes"; allowed: true or false'],
    [{ mirroring: true }, 'mirroring is true; allowed: one of none, iterations, always'],
    [{ matches: ['headers', 'path'] }, 'matches is ["headers","path"]; allowed: some of headers, cookies, queryParams, sourceLabels'],
    [{ matches: 'headers' }, 'matches is "headers"; allowed: some of headers, cookies, queryParams, sourceLabels'],
    [{ affinity: null }, 'affinity is null; allowed: one of none, canary, canary-and-primary'],
    [{ reconcileBefore: 'never' }, 'reconcileBefore is "never"; allowed: one of primary-workload, analysis'],
    [{ readBack: '' }, 'readBack is ""; allowed: one of immediate, eventual'],
    [{ requires: ['ingressRef'] }, 'requires is ["ingressRef"]; allowed: a list of fields such as spec.ingressRef'],
    [{ matchKinds: ['exact'] }, 'matchKinds is ["exact"]; allowed: nothing, or for headers, cookies and queryParams some of exact, prefix, suffix, regex'],
    [{ matchKinds: { headers: ['glob'] } }, 'matchKinds is {"headers":["glob"]}; allowed: nothing, or for headers, cookies and queryParams some of exact, prefix, suffix, regex'],
    [{ overTcp: { weights: false } }, 'overTcp is {"weights":false}; allowed: nothing, or what is different of mirroring, matches and affinity'],
    [{ overTcp: { affinity: 'primary' } }, 'overTcp is {"affinity":"primary"}; allowed: nothing, or what is different of mirroring, matches and affinity'],
  ])('are wrong: %j', (fields, mistake) => {
    expect(capabilityMistake({ ...GOOD, ...fields })).toBe(mistake);
  });
});
