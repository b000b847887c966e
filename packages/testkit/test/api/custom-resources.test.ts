import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../src/api/json.ts';
import { CANARIES, pathOf, startLab } from './api-client.ts';
import type { Answered, Lab } from './api-client.ts';
import { readFixture, readJson } from './fixtures.ts';
import { WatchReader } from './watch-reader.ts';

const THINGS = pathOf('x.example/v1', 'things');
const thing = (spec: JsonObject, name = 'a'): JsonObject => ({ apiVersion: 'x.example/v1', kind: 'Thing', metadata: { name }, spec });

/** A server with a CustomResourceDefinition of `spec.properties`. */
async function withThings(properties: JsonObject, rest: JsonObject = {}): Promise<Lab> {
  const lab = await startLab();
  const schema = { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', properties, ...rest } } } };
  const spec = { group: 'x.example', scope: 'Namespaced', names: { kind: 'Thing', plural: 'things' }, versions: [{ name: 'v1', served: true, storage: true, schema }, { name: 'v2', served: true, storage: false, schema }] };
  await lab.post('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'things.x.example' }, spec });
  return lab;
}

function causes({ body }: Answered): string[] {
  const details = body['details'] as { causes?: { field: string; message: string }[] } | undefined;
  return (details?.causes ?? []).map(cause => `${cause.field}: ${cause.message}`);
}

describe('custom resources', () => {
  it('are served while their definition is there', async () => {
    const lab = await withThings({ x: { type: 'integer' } });
    expect((await lab.post(THINGS, thing({ x: 1 }))).code).toBe(201);
    const watch = await WatchReader.open(`${lab.api.url}${THINGS}?watch=true`);
    await lab.remove('/apis/apiextensions.k8s.io/v1/customresourcedefinitions/things.x.example');
    expect(await watch.take(3)).toEqual(['ADDED a', 'DELETED a']);
    expect((await lab.get(THINGS)).code).toBe(404);
  });

  it('are served at each version', async () => {
    const lab = await withThings({ x: { type: 'integer' } });
    await lab.post(THINGS, thing({ x: 1 }));
    expect((await lab.get(pathOf('x.example/v2', 'things', 'a'))).body).toMatchObject({ apiVersion: 'x.example/v2', spec: { x: 1 } });
    const { body } = await lab.patch(pathOf('x.example/v2', 'things', 'a'), 'merge', { spec: { x: 2 } });
    expect(body['apiVersion']).toBe('x.example/v2');
    expect((await lab.get(`${THINGS}/a`)).body).toMatchObject({ apiVersion: 'x.example/v1', spec: { x: 2 } });
  });

  it('need a resource version for PUT', async () => {
    const lab = await withThings({});
    await lab.post(THINGS, thing({}));
    const { code, body } = await lab.put(`${THINGS}/a`, thing({}));
    expect([code, body['message']]).toEqual([422, 'things.x.example "a" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an update']);
  });
});

describe('schemas', () => {
  it('prune what they do not know, and nulls', async () => {
    const lab = await withThings({ known: { type: 'string' }, free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }, map: { type: 'object', additionalProperties: { type: 'integer' } }, maybe: { type: 'string', nullable: true } });
    const { body } = await lab.post(THINGS, thing({ known: 'a', unknown: 'b', free: { any: { thing: 1 } }, map: { x: 1 }, maybe: null }));
    expect(body['spec']).toEqual({ known: 'a', free: { any: { thing: 1 } }, map: { x: 1 }, maybe: null });
    const { body: nulled } = await lab.post(THINGS, thing({ known: null }, 'b'));
    expect(nulled['spec']).toEqual({});
  });

  it('say what they prune, or refuse it', async () => {
    const lab = await withThings({ known: { type: 'array', items: { type: 'object', properties: {} } } });
    const odd = thing({ known: [{ odd: 1 }] });
    expect((await lab.post(`${THINGS}?fieldValidation=Warn`, odd)).headers.get('warning')).toBe(String.raw`299 - "unknown field \"spec.known[0].odd\""`);
    const { code, body } = await lab.post(`${THINGS}?fieldValidation=Strict`, odd);
    expect([code, body['message']]).toEqual([400, 'Thing in version "v1" cannot be handled as a Thing: strict decoding error: unknown field "spec.known[0].odd"']);
  });

  it('fill in defaults, also into items', async () => {
    const lab = await withThings({ size: { type: 'integer', default: 3 }, parts: { type: 'array', items: { type: 'object', properties: { kind: { type: 'string', default: 'round' } } } } });
    expect((await lab.post(THINGS, thing({ parts: [{}, { kind: 'square' }] }))).body['spec']).toEqual({ size: 3, parts: [{ kind: 'round' }, { kind: 'square' }] });
  });

  it.each<[schema: JsonObject, value: JsonObject[string], cause: string]>([
    [{ type: 'integer' }, 'x', 'spec.v: Invalid value: "string": spec.v in body must be of type integer: "string"'],
    [{ type: 'integer', minimum: 1 }, 0, 'spec.v: Invalid value: 0: spec.v in body should be greater than or equal to 1'],
    [{ type: 'integer', maximum: 1, exclusiveMaximum: true }, 1, 'spec.v: Invalid value: 1: spec.v in body should be less than 1'],
    [{ type: 'string', enum: ['a', 'b'] }, 'c', 'spec.v: Unsupported value: "c": supported values: "a", "b"'],
    [{ type: 'string', pattern: '^a+$' }, 'b', "spec.v: Invalid value: \"b\": spec.v in body should match '^a+$'"],
    [{ type: 'string', maxLength: 2 }, 'abc', 'spec.v: Too long: may not be more than 2 bytes'],
    [{ type: 'string', format: 'date-time' }, 'noon', 'spec.v: Invalid value: "noon": spec.v in body must be of type date-time: "noon"'],
    [{ type: 'array', maxItems: 1, items: { type: 'integer' } }, [1, 2], 'spec.v: Too many: 2: must have at most 1 items'],
    [{ type: 'array', minItems: 1, items: { type: 'integer' } }, [], 'spec.v: Invalid value: 0: spec.v in body should have at least 1 items'],
    [{ 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }] }, true, 'spec.v: Invalid value: "boolean": spec.v in body must be of type integer,string: "boolean"'],
    [{ type: 'object', properties: { a: { type: 'integer' } }, required: ['a'] }, {}, 'spec.v.a: Required value'],
    [{ type: 'integer', not: { enum: [3] } }, 3, '<nil>: Invalid value: 3: "spec.v" must not validate the schema (not)'],
  ])('%j refuses %j', async (schema, value, cause) => {
    const lab = await withThings({ v: schema });
    const refused = await lab.post(THINGS, thing({ v: value }));
    expect([refused.code, causes(refused)]).toEqual([422, [cause]]);
  });

  it('let pass what was wrong before and is unchanged', async () => {
    const lab = await withThings({ v: { type: 'integer' }, w: { type: 'integer' } });
    await lab.post(THINGS, thing({ v: 9 }));
    const name = 'things.x.example';
    const crds = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
    await lab.patch(`${crds}/${name}`, 'json', [{ op: 'add', path: '/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/v/maximum', value: 5 }]);
    expect((await lab.patch(`${THINGS}/a`, 'merge', { spec: { w: 1 } })).code).toBe(200);
    expect((await lab.patch(`${THINGS}/a`, 'merge', { spec: { v: 8 } })).code).toBe(422);
  });

  it('hold to rules in the expression language', async () => {
    const rules = [{ rule: 'self.min <= self.max', message: 'min is above max' }, { rule: "!has(self.name) || self.name.startsWith('a')", messageExpression: "'no ' + self.name" }, { rule: 'self.max >= oldSelf.max', message: 'max never falls' }];
    const lab = await withThings({ min: { type: 'integer' }, max: { type: 'integer' }, name: { type: 'string' } }, { 'x-kubernetes-validations': rules });
    expect(causes(await lab.post(THINGS, thing({ min: 3, max: 2, name: 'b' })))).toEqual(['spec: Invalid value: min is above max', 'spec: Invalid value: no b']);
    expect((await lab.post(THINGS, thing({ min: 1, max: 2 }))).code).toBe(201);
    expect((await lab.patch(`${THINGS}/a`, 'merge', { spec: { max: 1 } })).body['message']).toContain('max never falls');
  });

  it('ask for fields of items', async () => {
    const items = { type: 'array', items: { type: 'object', properties: { v: { type: 'string' } } } };
    const lab = await withThings({ items }, { 'x-kubernetes-validations': [{ rule: 'size(self.items) == 1 && has(self.items[0].v) && self.items[0].v == "a"', message: 'no a' }] });
    expect(causes(await lab.post(THINGS, thing({ items: [{}] })))).toEqual(['spec: Invalid value: no a']);
    expect((await lab.post(THINGS, thing({ items: [{ v: 'a' }] }))).code).toBe(201);
  });

  it.each([
    [undefined, 'spec.v: Invalid value: "b": not b'], ['FieldValueForbidden', 'spec.v: Forbidden: not b'],
    ['FieldValueRequired', 'spec.v: Required value: not b'], ['FieldValueDuplicate', 'spec.v: Duplicate value: "b"'],
  ])('say what is wrong as a rule has it, by its reason %s', async (reason, said) => {
    const rule = { rule: "self != 'b'", message: 'not b', ...(reason && { reason }) };
    const lab = await withThings({ v: { type: 'string', 'x-kubernetes-validations': [rule] } });
    expect(causes(await lab.post(THINGS, thing({ v: 'b' })))).toEqual([said]);
  });
});

interface Refusal {
  readonly name: string;
  readonly url: string;
  readonly given: JsonObject;
  readonly code: number;
  readonly reason: string;
  readonly message: string;
  readonly causes: readonly { readonly field: string; readonly reason: string; readonly message: string }[];
}

describe('refusals', () => {
  it('are those of a real API server', async () => {
    const lab = await startLab();
    for (const crd of ['flagger', 'httproute', 'destination-rule', 'scaled-object']) lab.api.installCrds(await readFixture(`crds/${crd}.yaml`));
    lab.api.store.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'lab' } });
    for (const refusal of await readJson<Refusal[]>('refusals.json')) {
      const { code, body } = await lab.post(refusal.url, refusal.given);
      const details = body['details'] as { causes?: object[] } | undefined;
      const seen = { name: refusal.name, code, reason: body['reason'], causes: details?.causes ?? [] };
      expect(seen).toEqual({ name: refusal.name, code: refusal.code, reason: refusal.reason, causes: expect.arrayContaining([...refusal.causes]) });
      expect(seen.causes).toHaveLength(refusal.causes.length);
      if (refusal.message !== '') expect(body['message']).toBe(refusal.message);
    }
  });

  it('name what a canary lacks', async () => {
    const lab = await startLab();
    lab.api.installCrds(await readFixture('crds/flagger.yaml'));
    const canary = { apiVersion: 'flagger.app/v1beta1', kind: 'Canary', metadata: { name: 'podinfo' }, spec: { targetRef: { kind: 'Deployment', name: 'podinfo' } } };
    const { code, body } = await lab.post(CANARIES, canary);
    expect(code).toBe(422);
    expect(body['message']).toContain('Canary.flagger.app "podinfo" is invalid: [spec.analysis: Required value');
  });
});
