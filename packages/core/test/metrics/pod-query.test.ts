import { describe, expect, it } from '@jest/globals';
import { httpObserver } from '@flagger/sdk';
import { podQuery } from '../../src/metrics/pod-query.ts';

const QUERIES = [httpObserver.successRate.query, httpObserver.duration.query];

/** The names of pods that a query asks for, once its target is podinfo. */
const podsOf = (query: string): RegExp => new RegExp(`^${/pod_name=~"([^"]+)"/.exec(query)?.[1]?.replaceAll('{{ target }}', 'podinfo')}$`);

describe('the query of a built-in check', () => {
  it.each(QUERIES)('of a StatefulSet finds pods of the target and none of the primary: %s', template => {
    const pods = podsOf(podQuery(template, 'StatefulSet'));
    expect(['podinfo-0', 'podinfo-12', 'podinfo-primary-0', 'podinfo-primary'].filter(name => pods.test(name))).toEqual(['podinfo-0', 'podinfo-12']);
  });

  it.each(['Deployment', 'DaemonSet', 'Service'])('of a %s is that of Flagger', kind => {
    for (const template of QUERIES) expect(podQuery(template, kind)).toBe(template);
  });

  it('of a DaemonSet finds none of its pods, but those of its primary', () => {
    for (const template of QUERIES) {
      const pods = podsOf(podQuery(template, 'DaemonSet'));
      expect(['podinfo-x7k2p', 'podinfo-primary-x7k2p'].filter(name => pods.test(name))).toEqual(['podinfo-primary-x7k2p']);
    }
  });

  it('that tells nothing by pods is the same for all', () => {
    expect(podQuery('sum(rate(x{service="{{ service }}"}[1m]))', 'StatefulSet')).toBe('sum(rate(x{service="{{ service }}"}[1m]))');
  });
});
