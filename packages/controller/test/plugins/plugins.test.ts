import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { definePlugin } from '@flagger/sdk';
import type { Plugin, Provider } from '@flagger/sdk';
import { createVirtualClock } from '@flagger/testkit';
import { BUNDLED_PROVIDERS, isBundled } from '../../src/plugins/bundled.ts';
import { createCatalog } from '../../src/plugins/catalog.ts';
import { checkPlugin } from '../../src/plugins/check-plugin.ts';
import { chooseObserver } from '../../src/plugins/choose-observer.ts';
import { loadPlugins } from '../../src/plugins/load-plugins.ts';
import { SDK_VERSION, VERSION } from '../../src/version.ts';
import { canaryWith } from '../canary/subject.ts';
import { providerOf } from './provider-of.ts';

/** A folder as a user has it: plug-in files, and an installed package. */
const folder = mkdtempSync(join(tmpdir(), 'flagger-plugins-'));
cpSync(join(import.meta.dirname, '../fixtures/plugins'), folder, { recursive: true });
const installed = join(folder, 'node_modules/@acme/provider');
mkdirSync(installed, { recursive: true });
writeFileSync(join(installed, 'package.json'), JSON.stringify({ name: '@acme/provider', type: 'module', exports: { '.': { default: './index.js' } } }));
writeFileSync(join(installed, 'index.js'), readFileSync(join(folder, 'good.js'), 'utf8').replace('good', 'acme'));
writeFileSync(join(folder, 'impostor.js'), readFileSync(join(folder, 'good.js'), 'utf8').replace('good', 'istio'));
writeFileSync(join(folder, 'endless.js'), 'await new Promise(() => undefined);');
afterAll(() => rmSync(folder, { recursive: true }));

const load = (...names: string[]): Promise<readonly Plugin[]> => loadPlugins(names, { folder });

const provider = (...names: string[]): Provider => providerOf(names, () => { throw new Error('unused'); });
const plugin = (name: string, ...providers: Provider[]): Plugin => definePlugin({ name, sdk: '^1.0.0', providers });

function versionOf(name: string): string {
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../..', name, 'package.json'), 'utf8')) as { version: string };
  return version;
}

describe('versions', () => {
  it('are those of the packages', () => {
    expect({ VERSION, SDK_VERSION }).toEqual({ VERSION: versionOf('controller'), SDK_VERSION: versionOf('sdk') });
  });
});

describe('loading', () => {
  it('knows every provider package of this repository', () => {
    const folders = readdirSync(join(import.meta.dirname, '../../../providers'), { withFileTypes: true });
    expect([...BUNDLED_PROVIDERS.keys()].sort()).toEqual(folders.filter(each => each.isDirectory()).map(({ name }) => name).sort());
  });

  it('takes every bundled provider where none is named, and targets, metrics and notifiers always', async () => {
    const all = await load();
    expect(all.map(({ name }) => name)).toEqual(expect.arrayContaining(['istio', 'kubernetes', 'targets', 'metrics', 'notifiers']));
    expect(all.every(({ name }) => isBundled(name))).toBe(true);
    const one = await load('kubernetes');
    expect(one.map(({ name }) => name).sort()).toEqual(['kubernetes', 'metrics', 'notifiers', 'targets']);
  });

  it('takes files and packages, each once', async () => {
    const names = (await load('./good.js', '@acme/provider', './good.js')).map(({ name }) => name);
    expect(names.slice(3)).toEqual(['good', 'acme']);
  });

  it.each([
    ['./missing.js', /^plug-in \.\/missing\.js can't be loaded: .*missing\.js.* \(bundled are: .*istio.*\)$/],
    ['no-such-package', /^plug-in no-such-package can't be loaded: /],
    ['./throws.js', /^plug-in \.\/throws\.js can't be loaded: no database/],
    ['./empty.js', /^plug-in \.\/empty\.js can't be used: its module has no default export made by definePlugin$/],
    ['./impostor.js', /^plug-in \.\/impostor\.js can't be used: field name is istio, which is the name of a bundled plug-in; /],
    ['./future.js', /^plug-in \.\/future\.js can't be used: it works with @flagger\/sdk \^9\.0\.0, this operator has 1\.0\.0; the operator is too old/],
  ])('%s stops the start', async (name, message) => {
    await expect(load(name)).rejects.toMatchObject({ name: 'CanaryError', code: 'PluginBroken', message: expect.stringMatching(message) });
  });
});

describe('a module that never ends its start', () => {
  it('is named after 30 seconds', async () => {
    const clock = createVirtualClock();
    const loading = loadPlugins(['./endless.js'], { folder, clock });
    clock.advance(30_000);
    await expect(loading).rejects.toThrow("plug-in ./endless.js can't be loaded: its module did not end its start within 30s (");
  });
});

describe('checking', () => {
  const good = { ...plugin('acme', provider('acme')) };

  it('takes what definePlugin makes', () => {
    expect(checkPlugin('acme', good, '1.4.0')).toBe(good);
  });

  it.each([
    ['^2.0.0', '1.4.0', 'the operator is too old: update it, or take an older plug-in'],
    ['^0.9.0', '1.4.0', 'the plug-in is too old: update it'],
    ['>=1.5.0 <2.0.0', '1.4.0', 'the operator is too old: update it, or take an older plug-in'],
  ])('sdk %s with %s: %s', (sdk, version, who) => {
    expect(() => checkPlugin('acme', { ...good, sdk }, version)).toThrow(`plug-in acme can't be used: it works with @flagger/sdk ${sdk}, this operator has ${version}; ${who}`);
  });

  it.each([
    ['field name is not a text', { ...good, name: 3 }],
    ['field sdk is not a range of versions such as ^1.0.0', { ...good, sdk: 'latest please' }],
    ['field metrics is not a list; definePlugin completes a plug-in', { ...good, metrics: undefined }],
    ['field providers[0].createRouter is not of type function', { ...good, providers: [{ ...provider('a'), createRouter: undefined }] }],
    ['field providers[0].names is not of type array', { ...good, providers: [{ ...provider('a'), names: 'a' }] }],
    ['field providers[0].capabilities.weights is missing; allowed: true or false', { ...good, providers: [{ ...provider('a'), capabilities: {} }] }],
    ['field targets[0].handles is not of type array', { ...good, targets: [null] }],
  ])('%s', (reason, exported) => {
    expect(() => checkPlugin('acme', exported, '1.0.0')).toThrow(`plug-in acme can't be used: ${reason}`);
  });
});

describe('looking up', () => {
  const [gateway, beta, smi, istio] = [provider('gatewayapi:v1*'), provider('gatewayapi:v1beta1*'), provider('smi:*', 'osm'), provider('istio')];
  const catalog = createCatalog([plugin('one', gateway, beta), plugin('two', smi, istio)]);

  it.each([
    ['istio', istio], ['osm', smi], ['smi:v1alpha1:istio', smi], ['gatewayapi:v1', gateway], ['gatewayapi:v1beta1', beta], ['gatewayapi:v1beta1:x', beta],
  ])('provider %s', (name, expected) => {
    expect(catalog.provider(name)).toBe(expected);
  });

  it.each(['Istio', 'istio2', 'gatewayapi', ''])('provider "%s" is unknown, and what is loaded is named', name => {
    expect(catalog.findProvider(name)).toBeUndefined();
    expect(() => catalog.provider(name)).toThrow(expect.objectContaining({
      code: 'UnknownProvider', retry: 'never', message: `unknown provider "${name}"; loaded: gatewayapi:v1*, gatewayapi:v1beta1*, istio, osm, smi:*`,
    }));
  });

  it('two plug-ins with one name are an error', () => {
    expect(() => createCatalog([plugin('one'), plugin('one')])).toThrow('two plug-ins are called one; by their names, log lines and errors tell them apart');
  });

  it('two plug-ins with a provider of one name are an error', () => {
    expect(() => createCatalog([plugin('one', provider('istio')), plugin('two', provider('istio'))])).toThrow('provider istio is claimed by the plug-ins one and two');
  });

  it('targets and scalers by kind, an exact version first', async () => {
    const real = createCatalog(await load('kubernetes'));
    const [core, knative] = [{ apiVersion: 'v1', kind: 'Service', name: 'web' }, { apiVersion: 'serving.knative.dev/v1', kind: 'Service', name: 'web' }];
    expect(real.target(core)).not.toBe(real.target(knative));
    expect(real.target({ ...core, apiVersion: 'core/v1' })).toBe(real.target(core));
    expect(() => real.target({ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'x' })).toThrow(/^unknown target apps\/v1 ReplicaSet; loaded: .*Deployment/);
    expect(() => real.scaler({ apiVersion: 'x/v1', kind: 'Scaler', name: 'x' })).toThrow(/^unknown autoscaler x\/v1 Scaler; loaded: .*HorizontalPodAutoscaler/);
  });
});

describe('the observer of a canary', () => {
  const catalog = createCatalog([plugin('all', ...['istio', 'linkerd', 'nginx', 'kubernetes', 'gloo*', 'smi:*'].map(name => provider(name)))]);
  const SERVICE = { apiVersion: 'v1', kind: 'Service', name: 'web' };
  const KNATIVE = { apiVersion: 'serving.knative.dev/v1', kind: 'Service', name: 'web' };

  it.each([
    ['the flag', 'nginx', {}, 'nginx'],
    ['the spec before the flag', 'nginx', { provider: 'istio' }, 'istio'],
    ['a linkerd flag before the spec', 'linkerd', { provider: 'nginx' }, 'linkerd'],
    ['a linkerd flag alone', 'linkerd', {}, 'linkerd'],
    ['a prefix', 'gloo:x', {}, 'gloo*'],
    ['a Service behind an exact name', 'nginx', { targetRef: SERVICE }, 'istio'],
    ['a Service behind a prefix', 'gloo', { targetRef: SERVICE }, 'gloo*'],
    ['a Knative Service', 'nginx', { targetRef: KNATIVE }, 'nginx'],
  ])('%s', (_case, flag, spec, expected) => {
    expect(chooseObserver(catalog, canaryWith(spec), flag).successRate.query).toBe(expected);
  });

  it('is that of the provider where the exception is not loaded', () => {
    const small = createCatalog([plugin('small', provider('nginx'))]);
    expect(chooseObserver(small, canaryWith({ targetRef: SERVICE }), 'nginx').successRate.query).toBe('nginx');
    expect(chooseObserver(small, canaryWith({ provider: 'nginx' }), 'linkerd').successRate.query).toBe('nginx');
  });
});
