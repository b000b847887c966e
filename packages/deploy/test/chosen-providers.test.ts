import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const BUNDLE_SCRIPT = join(import.meta.dirname, '../../controller/bundle.ts');
const folder = mkdtempSync(join(tmpdir(), 'flagger-bundle-'));

const bundle = (providers: string) =>
  spawnSync(process.execPath, [BUNDLE_SCRIPT], { encoding: 'utf8', env: { ...process.env, FLAGGER_PROVIDERS: providers, FLAGGER_BUNDLE_DIR: folder } });
const rbac = (...args: string[]) => spawnSync(process.execPath, [join(folder, 'flagger.js'), 'rbac', ...args], { encoding: 'utf8', cwd: folder });

describe('a bundle with chosen providers', () => {
  beforeAll(() => {
    expect(bundle('istio, kubernetes')).toMatchObject({ status: 0, stderr: '' });
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('loads these, unless told', () => {
    const { status, stdout } = rbac();
    expect(status).toBe(0);
    expect(stdout).toContain('networking.istio.io');
    expect(stdout).not.toContain('traefik.io');
  });

  it('says what it has where another is asked for', () => {
    const { status, stderr } = rbac('-providers=nginx');
    expect(status).toBe(2);
    expect(stderr).toMatch(/^plug-in nginx can't be loaded: .* \(bundled are: istio, kubernetes\)\n$/s);
  });

  it('is not built with a name that is no provider', () => {
    const { status, stderr } = bundle('istoi');
    expect(status).not.toBe(0);
    expect(stderr).toContain('FLAGGER_PROVIDERS has "istoi"; allowed: apisix, appmesh');
  });
});
