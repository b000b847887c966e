import { globSync, readFileSync } from 'node:fs';
import { join, matchesGlob } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { readIgnored, readStages, written } from './dockerfile.ts';
import type { BuildStage } from './dockerfile.ts';

const ROOT = join(import.meta.dirname, '../../..');
const IMAGES = ['flagger', 'loadtester'];
const none: BuildStage = { base: '', name: '', instructions: [] };

interface ChartValues {
  readonly securityContext: { readonly context: { readonly runAsUser: number; readonly runAsNonRoot: boolean } };
}

const imageOf = (name: string): BuildStage => readStages(name).at(-1) ?? none;
const valuesOf = (chart: string): ChartValues => parse(readFileSync(join(ROOT, `packages/deploy/charts/${chart}/values.yaml`), 'utf8')) as ChartValues;

describe.each(IMAGES)('the image %s', name => {
  const stages = readStages(name);
  const image = imageOf(name);

  it('is made from versions that are named', () => {
    expect(stages.map(({ base }) => base).filter(base => !/^[a-z0-9./-]+:v?\d[\w.-]*$/.test(base))).toEqual([]);
  });

  it('runs as a user by number, the one of the chart, who is not root', () => {
    const [user] = written(image, 'USER').map(text => /^(\d+):\d+$/.exec(text)?.[1]);
    const { runAsUser, runAsNonRoot } = valuesOf(name).securityContext.context;
    expect([Number(user), runAsNonRoot]).toEqual([runAsUser, true]);
    expect(runAsUser).toBeGreaterThan(0);
  });

  it('holds nothing of its build but what is copied by name, and no argument of it', () => {
    expect(written(image, 'ARG')).toEqual([]);
    expect(written(image, 'ADD')).toEqual([]);
    expect(written(image, 'COPY').filter(copied => !/^--from=(build|tools|kubectl) \//.test(copied))).toEqual([]);
    expect(written(image, 'ENV').flatMap(text => text.split(' ').map(each => each.replace(/=.*/, '')))).toEqual(expect.not.arrayContaining([expect.stringMatching(/token|secret|password|key/i)]));
  });

  it('is built from every source, and from no folder that a build or an operator leaves', () => {
    const isIgnored = (path: string): boolean => {
      const parents = path.split('/').map((_, at, parts) => parts.slice(0, at + 1).join('/'));
      return readIgnored(name).some(pattern => parents.some(parent => matchesGlob(parent, pattern)));
    };
    const sources = globSync('{packages,packages/providers,examples}/*/{package.json,*.ts,src/**/*.ts}', { cwd: ROOT });
    expect(sources.length).toBeGreaterThan(500);
    expect(sources.filter(isIgnored)).toEqual([]);
    expect(['.git/config', 'node_modules/x/index.js', 'packages/core/dist/index.js', '.env', 'deploy/.env.prod', 'home/kubeconfig'].filter(path => !isIgnored(path))).toEqual([]);
  });
});

describe('programs of the load tester', () => {
  it('have the versions with which the tests run', () => {
    const installed = readFileSync(join(ROOT, 'packages/loadtester/test/e2e/install-tools.sh'), 'utf8');
    const modules = installed.match(/modules=\((.*)\)/)?.[1]?.match(/=\S+@v[\d.]+/g)?.map(each => each.slice(1)).toSorted() ?? [];
    const tools = readStages('loadtester').find(({ name }) => name === 'tools') ?? none;
    expect(modules).not.toHaveLength(0);
    for (const module of modules) expect(written(tools, 'RUN').join()).toContain(`go install ${module}`);
  });

  it('are those that the page lists', () => {
    const page = readFileSync(join(ROOT, 'docs/installing.md'), 'utf8');
    const [list = ''] = /The image has[^;]*/.exec(page) ?? [];
    const listed = [...list.matchAll(/`([\w-]+)`/g)].map(([, program = '']) => program);
    const [packages = ''] = written(imageOf('loadtester'), 'RUN').map(text => /--no-install-recommends ([^&]*)/.exec(text)?.[1]);
    const brought = [...(packages ?? '').trim().split(' ').filter(each => each !== 'ca-certificates'), 'ghz', 'grpc_health_probe', 'helm', 'kubectl'];
    expect(listed.toSorted()).toEqual(brought.toSorted());
  });
});
