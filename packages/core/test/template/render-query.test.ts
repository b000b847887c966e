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
  renderQuery(template, queryModel(canary(spec), { interval: '1m', variables: { level: 'hot', 'a_b': '2' } }));

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
    ['{{ nme }}', 'template parsing failed: function "nme" not defined; there are name, namespace, target, service, ingress, route, interval, variables'],
    ['{{ name', 'template parsing failed: unclosed action in "{{ name"'],
    ['{{ .name }}', 'template parsing failed: unexpected ".name"'],
    ['{{ }}', 'template parsing failed: missing value for command'],
    ['{{ variables.nope }}', 'template excution failed: map has no entry for key "nope"; templateVariables: a_b, level'],
    ['{{ name.first }}', "template excution failed: can't evaluate field first of name"],
  ])('%s is told: %s', (template, message) => {
    expect(() => render(template)).toThrow(message);
  });

  it('text without braces is never changed', () => {
    fc.assert(fc.property(fc.string().filter(text => !text.includes('{{')), text => render(text) === text));
  });
});
