import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { inDeploy, render } from './helm.ts';
import type { Values } from './helm.ts';

/** Values whose maps are the user's own: they count as one. */
const WHOLE = new Set(['annotations', 'deploymentLabels', 'podLabels', 'podAnnotations', 'resources', 'nodeSelector', 'affinity', 'context', 'labels', 'additionalLabels', 'serviceAccountAnnotations']);
/** What switches on the parts of a chart to which other values belong. */
const SWITCHES: Readonly<Record<string, Values>> = {
  flagger: {
    securityContext: { enabled: true }, serviceMonitor: { enabled: true }, podMonitor: { enabled: true }, podDisruptionBudget: { enabled: true },
    linkerdAuthPolicy: { create: true }, controlplane: { kubeconfig: { secretName: 'mesh' } }, prometheus: { install: true, securityContext: { enabled: true } },
  },
  loadtester: {
    rbac: { create: true }, istio: { enabled: true, gateway: { enabled: true }, tls: { enabled: true } }, appmesh: { enabled: true },
    podSecurityContext: { enabled: true }, podDisruptionBudget: { enabled: true },
  },
};
/** Where a value only counts while another is what it is not by default, or as above. */
const BESIDE: Readonly<Record<string, Values>> = {
  metricsServer: { prometheus: { install: false } },
  meshName: { appmesh: { enabled: false } },
  backends: { meshName: 'global', appmesh: { enabled: false } },
};
/** Documented as such. */
const WITHOUT_EFFECT = ['slack.proxy', 'rbac.pspEnabled'];

const isMap = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Each value by its path. */
function leaves(values: Values, under: readonly string[] = []): readonly (readonly [path: string, value: unknown])[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const path = [...under, key];
    return isMap(value) && !WHOLE.has(key) ? leaves(value, path) : [[path.join('.'), value] as const];
  });
}

/** Values with one of them set. */
function withValue(values: Values, [first = '', ...rest]: readonly string[], value: unknown): Values {
  const below = values[first];
  return { ...values, [first]: rest.length === 0 ? value : withValue(isMap(below) ? below : {}, rest, value) };
}

const merge = (values: Values, others: Values): Values => leaves(others).reduce((merged, [path, value]) => withValue(merged, path.split('.'), value), values);
const read = (file: string): Values => parse(readFileSync(inDeploy(`test/fixtures/${file}`), 'utf8')) as Values;

describe.each([['flagger', read('flagger-1.44-values.yaml')], ['loadtester', read('loadtester-0.38-values.yaml')]])("the values of Flagger's chart %s", (chart, inherited) => {
  const base = SWITCHES[chart] ?? {};
  const plain = render(chart, base);
  const rows = leaves(inherited);

  function rendersDifferently(path: string, value: unknown): boolean {
    const beside = merge(base, BESIDE[path] ?? {});
    const changed = withValue(beside, path.split('.'), value);
    // A switch that is on already is seen where it is off.
    if (isDeepStrictEqual(changed, base)) return render(chart) !== plain;
    return render(chart, changed) !== (path in BESIDE ? render(chart, beside) : plain);
  }

  it.each(rows.filter(([path]) => !WITHOUT_EFFECT.includes(path)))('%s works', (path, value) => {
    expect(rendersDifferently(path, value)).toBe(true);
  });

  it('are taken all at once', () => {
    expect(render(chart, inherited)).toContain('kind: Deployment');
  });
});

describe('values without an effect', () => {
  const page = readFileSync(inDeploy('../../docs/installing.md'), 'utf8');

  it.each(WITHOUT_EFFECT)('%s is accepted, changes nothing, and the page says so', path => {
    expect(render('flagger', withValue({}, path.split('.'), path === 'rbac.pspEnabled' ? true : 'http://unused'))).toBe(render('flagger'));
    expect(page).toContain(`\`${path}`);
  });
});
