import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCrdFields } from './schema/crd-fields.ts';
import { readTypeFields } from './schema/type-fields.ts';

const root = join(import.meta.dirname, '..');
const schema = readCrdFields(readFileSync(join(root, '../deploy/crds/flagger.yaml'), 'utf8'));
const types = readTypeFields(join(root, 'src/crd'), ['Canary', 'MetricTemplate', 'AlertProvider']);
const shared = [...types.keys()].filter(path => schema.has(path));

/** `StringMatch` has all four ways to match; the schema offers suffixes for headers of A/B tests only. */
const WIDER = /\.suffix$/;

/** Objects without them reach nobody: the types demand what the schema forgot to. */
const DEMANDED_BY_TYPES = ['AlertProvider.spec', 'AlertProvider.spec.type', 'Canary.spec', 'Canary.spec.service.mirror[].backendRef', 'MetricTemplate.spec'];

/** Plug-ins bring more values than the schema of Flagger lists, so the types leave these open. */
const OPEN_IN_TYPES = /^Canary\.spec\.provider$|\w+Refs?(\[\])?\.kind$|^MetricTemplate\.spec\.provider\.type$|^AlertProvider\.spec\.type$/;

/** Kubernetes' own words for conditions; Flagger's schema takes any string. */
const CLOSED_IN_TYPES = /^Canary\.status\.conditions\[\]\.status$/;

describe('types and schema together', () => {
  it('every field of the schema is in the types', () => {
    expect([...schema.keys()].filter(path => !types.has(path))).toEqual([]);
  });

  it('every field of the types is in the schema', () => {
    expect([...types.keys()].filter(path => !schema.has(path) && !WIDER.test(path))).toEqual([]);
  });

  it('fields are of the same type', () => {
    expect(shared.map(path => `${path}: ${types.get(path)?.type}`)).toEqual(shared.map(path => `${path}: ${schema.get(path)?.type}`));
  });

  it('they agree on what is required', () => {
    const differing = shared.filter(path => types.get(path)?.required !== schema.get(path)?.required);
    expect(differing.toSorted()).toEqual(DEMANDED_BY_TYPES);
  });

  it('closed sets have the same values', () => {
    const known = (path: string): boolean => OPEN_IN_TYPES.test(path) || CLOSED_IN_TYPES.test(path);
    const valuesOf = (fields: typeof types): readonly string[] => shared.filter(path => !known(path)).map(path => `${path}: ${fields.get(path)?.values?.join(' ')}`);
    expect(valuesOf(types)).toEqual(valuesOf(schema));
  });

  it('sets that are open in the types are closed in the schema, and there are no others', () => {
    const open = shared.filter(path => schema.get(path)?.values !== undefined && types.get(path)?.values === undefined);
    expect(open.filter(path => !OPEN_IN_TYPES.test(path))).toEqual([]);
    expect(open.length).toBeGreaterThan(0);
  });
});
