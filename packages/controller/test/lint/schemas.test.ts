import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { renderSchemas, SCHEMAS_FILE } from '../../generate-lint-schemas.ts';
import { BUNDLED_PROVIDERS } from '../../src/plugins/bundled.ts';
import { loadPlugins } from '../../src/plugins/load-plugins.ts';
import { findProviders } from '../../src/lint/find-providers.ts';
import { canaryWith } from '../canary/subject.ts';

const CRDS = readFileSync(new URL('../../../deploy/crds/flagger.yaml', import.meta.url), 'utf8');

describe('what lint knows is what there is', () => {
  it('its schemas are those of the CRDs', () => {
    expect(readFileSync(SCHEMAS_FILE, 'utf8')).toBe(renderSchemas());
  });

  it('the CRDs state one rule in the Common Expression Language, which it knows', () => {
    expect(CRDS.match(/x-kubernetes-validations:/g)).toHaveLength(1);
    expect(CRDS).toContain("rule: '(size(self.group) == 0 && self.kind == ''Service'') ? has(self.port) : true'");
  });

  it('it finds the plug-in of each provider, and loads no other', async () => {
    const plugins = await loadPlugins([...BUNDLED_PROVIDERS.keys()], { folder: '.' });
    const names = plugins.flatMap(({ providers }) => providers.flatMap(provider => provider.names)).map(name => name.replace(/\*$/, ''));
    expect(names.length).toBeGreaterThan(BUNDLED_PROVIDERS.size);
    for (const provider of names) {
      const found = await findProviders([canaryWith({ provider, analysis: { interval: '1m', threshold: 1, iterations: 1 } })], { plugins: [], meshProvider: 'istio', folder: '.' });
      const owner = plugins.find(({ providers }) => providers.some(each => each.names.some(name => name.replace(/\*$/, '') === provider)));
      expect([provider, found.loaded]).toEqual([provider, owner?.providers]);
    }
  });
});
