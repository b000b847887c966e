import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Canary } from '@flagger/sdk';
import { queryModel } from '../../src/template/query-model.ts';
import { renderQuery } from '../../src/template/render-query.ts';

const canary = (spec: Partial<Canary['spec']> = {}): Canary => ({
  apiVersion: 'flagger.app/v1beta1', kind: 'Canary', metadata: { name: 'web', namespace: 'prod' },
  spec: { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'shop' }, analysis: {}, ...spec },
});
const render = (template: string, spec: Partial<Canary['spec']> = {}): string =>
  renderQuery(template, queryModel(canary(spec), { interval: '1m', templateVariables: { level: 'hot', 'a_b': '2' } }));

describe('renderQuery', () => {
  it.each([
    ['plain text', 'up == 1', 'up == 1'],
    ['functions', '{{ name }}/{{namespace}}/{{ target }}/{{ interval }}', 'web/prod/shop/1m'],
    ['names that default to the target', '{{ service }} {{ ingress }} {{ route }}', 'shop shop shop'],
    ['variables', 'v="{{ variables.level }}{{ variables.a_b }}"', 'v="hot2"'],
    ['comments', 'a{{/* why */}}b', 'ab'],
    ['trim markers', 'a  {{- name -}}  b', 'awebb'],
    ['string literals', '{{ "x\\"y" }}{{ `{z}` }}', 'x"y{z}'],
  ])('%s', (_, template, expected) => {
    expect(render(template)).toBe(expected);
  });

  it('service, ingress and route come from the canary where it has them', () => {
    const local = { apiVersion: 'v1', kind: 'X' };
    const spec = { service: { name: 'apex', port: 80 }, ingressRef: { ...local, name: 'in' }, routeRef: { ...local, name: 'rt' } };
    expect(render('{{ service }} {{ ingress }} {{ route }}', spec)).toBe('apex in rt');
  });

  it.each([
    ['{{ nme }}', 'template parsing failed: template: tmpl:1: function "nme" not defined; there are name, namespace, target,'],
    ['up\n{{ name', 'template parsing failed: template: tmpl:2: unclosed action'],
    ['{{ }}', 'template parsing failed: template: tmpl:1: missing value for command'],
    ['{{ .name }}', 'template excution failed: template: tmpl:1:3: executing "tmpl" at <.name>: nil data; no entry for key "name"; name is a function: write {{ name }}'],
    ['{{ variables.nope }}', 'template excution failed: template: tmpl:1:3: executing "tmpl" at <variables>: map has no entry for key "nope"; there are: a_b, level'],
    ['{{ range 99999999999 }}x{{ end }}', 'a range has at most 10000 rounds'],
    ['a\n {{ name.first }}', 'template excution failed: template: tmpl:2:4: executing "tmpl" at <name>: can\'t evaluate field first in type string'],
  ])('%s is told: %s', (template, message) => {
    expect(() => render(template)).toThrow(message);
  });

  it('text without braces is never changed', () => {
    fc.assert(fc.property(fc.string().filter(text => !text.includes('{{')), text => render(text) === text));
  });

  it('a query that is quoted comes out as it went in', () => {
    fc.assert(fc.property(fc.string(), text => render(`{{ ${JSON.stringify(text)} }}`) === text));
  });

  it('white space beside a trim marker goes, and no other', () => {
    const space = fc.stringMatching(/^[ \t\n]{0,4}$/);
    fc.assert(fc.property(space, space, (before, after) => render(`a${before}{{- name -}}${after}b|a${before}{{ name }}${after}b`) === `awebb|a${before}web${after}b`));
  });

  it('no input makes it fail in another way than told', () => {
    const piece = fc.constantFrom('{{', '}}', '{{-', '-}}', ' ', 'name', '.', '"', '`', '(', ')', '|', '$x', ':=', 'if', 'end', 'else', 'range', 'variables', '.level', '1', 'eq', '/*', '*/', '\n');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), pieces => {
        try {
          render(pieces.join(''));
        } catch (error) {
          expect(error).toMatchObject({ name: 'CanaryError', code: 'Invalid' });
        }
      }),
      { numRuns: 2000 },
    );
  });
});
