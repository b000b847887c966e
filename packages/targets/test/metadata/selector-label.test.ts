import { describe, expect, it } from '@jest/globals';
import { primaryLabels, selectorLabel } from '../../src/metadata/selector-label.ts';
import { DAEMON_SETS } from '../../src/objects/daemon-set.ts';
import { DEPLOYMENTS } from '../../src/objects/deployment.ts';
import { daemonSet, deployment } from '../support/world.ts';

const KEYS = ['app', 'name', 'app.kubernetes.io/name'];

describe('selectorLabel', () => {
  it.each([
    [{ app: 'a', name: 'b' }, 'app', 'a'],
    [{ name: 'b', tier: 'c' }, 'name', 'b'],
    [{ 'app.kubernetes.io/name': 'd' }, 'app.kubernetes.io/name', 'd'],
  ])('of %j is %s=%s', (matchLabels, key, value) => {
    expect(selectorLabel(deployment({ spec: { selector: { matchLabels } } }), DEPLOYMENTS, KEYS)).toEqual({ key, value, primaryValue: `${value}-primary` });
  });

  it('must be one of those that the operator knows', () => {
    const target = deployment({ spec: { selector: { matchLabels: { tier: 'x' } } } });
    expect(() => selectorLabel(target, DEPLOYMENTS, KEYS)).toThrow(
      'getSelectorLabel failed: deployment podinfo.test spec.selector.matchLabels must contain one of [app name app.kubernetes.io/name]',
    );
  });

  it('has Flagger\'s stray quote for DaemonSets', () => {
    const target = daemonSet({ spec: { selector: {} } });
    expect(() => selectorLabel(target, DAEMON_SETS, ['app'])).toThrow('daemonset podinfo.test spec.selector.matchLabels must contain one of [app]\'');
  });
});

describe('primaryLabels', () => {
  it('replaces the selector label and keeps others', () => {
    expect(primaryLabels({ app: 'x', tier: 'y' }, { key: 'app', value: 'x', primaryValue: 'x-primary' })).toEqual({ app: 'x-primary', tier: 'y' });
  });
});
