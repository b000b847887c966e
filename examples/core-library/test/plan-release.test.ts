import { describe, expect, it } from '@jest/globals';
import type { Canary } from '@flagger/sdk';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { planRelease } from '../src/plan-release.ts';

const canary = parse(readFileSync(new URL('../canary.yaml', import.meta.url), 'utf8')) as Canary;

describe('the plan of a release', () => {
  it('follows the step weights, an interval each, and returns to the primary', () => {
    expect(planRelease(canary).map(({ atSeconds, traffic }) => [atSeconds, traffic.canary])).toEqual([
      [0, 0],
      [0, 5],
      [30, 20],
      [60, 50],
      [90, 50],
      [90, 0],
      [120, 0],
    ]);
  });

  it('says what the operator would say', () => {
    expect(planRelease(canary).flatMap(({ messages }) => messages)).toEqual([
      'New revision detected! Scaling up podinfo.test',
      'Starting canary analysis for podinfo.test',
      'Advance podinfo.test canary weight 5',
      'Advance podinfo.test canary weight 20',
      'Advance podinfo.test canary weight 50',
      'Copying podinfo.test template spec to podinfo-primary.test',
      'Routing all traffic to primary',
      'Promotion completed! Scaling down podinfo.test',
    ]);
  });
});
