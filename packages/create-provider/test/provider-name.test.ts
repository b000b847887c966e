import { describe, expect, it } from '@jest/globals';
import type { Plugin } from '@flagger/sdk';
import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CreationRefused, readProviderName } from '@flagger/create-provider';
import { BUNDLED_NAMES } from '../src/bundled-names.ts';

const PROVIDERS = join(import.meta.dirname, '../../providers');

describe('a name', () => {
  it.each([
    ['wind', 'wind', 'flagger-provider-wind'],
    ['my-mesh2', 'my-mesh2', 'flagger-provider-my-mesh2'],
    ['@acme/wind', 'wind', '@acme/flagger-provider-wind'],
    ['flagger-provider-wind', 'wind', 'flagger-provider-wind'],
    ['@acme-co.x/flagger-provider-wind', 'wind', '@acme-co.x/flagger-provider-wind'],
    ['istio-next', 'istio-next', 'flagger-provider-istio-next'],
  ])('%s is the provider %s of the package %s', (text, name, packageName) => {
    expect(readProviderName(text)).toEqual({ name, packageName });
  });

  it.each(['', 'Wind', '3scale', 'my_mesh', 'my--mesh', '-wind', 'wind-', 'my mesh', 'a.b', '/wind/', '@acme/', '@acme/a/b', 'flagger-provider-', 'wínd', 'wind\n'])('%j is refused, with what one looks like', text => {
    expect(() => readProviderName(text)).toThrow(CreationRefused);
    expect(() => readProviderName(text)).toThrow(/my-mesh or @acme\/my-mesh/);
  });

  it.each(['acme/wind', '@/wind', '@Acme/wind', '/wind', '../wind'])('%s has no scope of npm packages', text => {
    expect(() => readProviderName(text)).toThrow(/is no scope of npm packages; one looks like @acme/);
  });

  it('is not too long for the names that are made from it', () => {
    expect(readProviderName('a'.repeat(40)).name).toHaveLength(40);
    expect(() => readProviderName('a'.repeat(41))).toThrow('has 41 characters; at most 40 are allowed');
  });

  it.each(BUNDLED_NAMES)('%s belongs to the operator', name => {
    expect(() => readProviderName(`@acme/${name}`)).toThrow(`a provider named "${name}" comes with the operator; choose another name`);
  });

  it('is refused where the operator has it, and only there', async () => {
    const packages = globSync('*/package.json', { cwd: PROVIDERS }).map(path => basename(join(path, '..')));
    const plugins = await Promise.all(packages.map(async name => ((await import(`@flagger/provider-${name}`)) as { readonly default: Plugin }).default));
    const names = plugins.flatMap(({ providers }) => providers.flatMap(provider => provider.names)).map(name => name.replace(/[:*].*$/, ''));
    expect(new Set(BUNDLED_NAMES)).toEqual(new Set([...packages, ...names]));
  });
});
