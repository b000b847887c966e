import { describe, expect, it } from '@jest/globals';
import { readyAtMs, templateHash } from '../../src/workloads/pod.ts';
import { desiredReplicas } from '../../src/workloads/autoscaler.ts';
import { durationMs } from '../../src/prometheus/duration.ts';
import { template } from './rollout-story.ts';

describe('the readiness of a Pod', () => {
  it.each([
    [{}, 1700],
    [{ 'nodeless/ready-after': '3s' }, 4000],
    [{ 'nodeless/ready-after': 'soon' }, 1700],
    [{ 'nodeless/ready': 'never' }, undefined],
    [{ 'nodeless/ready': 'yes' }, 1700],
  ])('follows the annotations %j', (annotations, expected) => {
    expect(readyAtMs(template('1', annotations), 1000, { startupMs: 700 })).toBe(expected);
  });
});

describe('the name of a template', () => {
  it('does not depend on the order of keys, and does on every value', () => {
    const name = templateHash({ metadata: { labels: { a: '1', b: '2' } }, spec: { containers: [] } });
    expect(templateHash({ spec: { containers: [] }, metadata: { labels: { b: '2', a: '1' } } })).toBe(name);
    expect(templateHash({ metadata: { labels: { a: '1', b: '3' } }, spec: { containers: [] } })).not.toBe(name);
    expect(name).toMatch(/^[0-9a-f]{10}$/);
  });
});

describe('durationMs', () => {
  it.each([
    ['10s', 10_000], ['1m30s', 90_000], ['1.5s', 1500], ['250ms', 250], ['2h', 7_200_000], ['1d', 86_400_000],
    ['', undefined], ['10', undefined], ['10 s', undefined], ['-1s', undefined], ['1s!', undefined],
  ])('reads %p', (text, expected) => {
    expect(durationMs(text)).toBe(expected);
  });
});

describe('an autoscaler', () => {
  const autoscaler = {
    apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'web' },
    spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' }, minReplicas: 2, maxReplicas: 5 },
  };

  it.each([
    [1, 1, 2], [2, 1, 2], [2, 1.4, 3], [4, 2, 5], [5, 0.1, 2], [0, 3, 0],
  ])('of %d Pods at load %d wants %d', (current, load, desired) => {
    expect(desiredReplicas(autoscaler, current, load)).toBe(desired);
  });
});
