import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { renderQuery } from '../../src/template/render-query.ts';

/** What Go itself made of a template, see `fixtures/go-truth/main.go`. */
interface Rendered {
  readonly Template: string;
  readonly Text: string;
  readonly Error: string;
}

const truth = JSON.parse(readFileSync(new URL('../fixtures/go-template.json', import.meta.url), 'utf8')) as readonly Rendered[];
const model = {
  name: 'web', namespace: 'prod', target: 'shop', service: 'apex', ingress: 'in', route: 'rt', interval: '1m', variables: { level: 'hot', empty: '', n_1: '7' },
};

function outcome(template: string): { text: string; error: string } {
  try {
    return { text: renderQuery(template, model), error: '' };
  } catch (error) {
    return { text: '', error: (error as Error).message };
  }
}

/** Go's words for what is wrong, without the place. */
const reason = (error: string): string => error.replace(/^.*?tmpl:\d+(:\d+: executing "tmpl" at <.*?>)?: /, '');
/** Lexers differ in where they first stumble: what counts is that they do. */
const LEXICAL = /bad number|bad character|unexpected|unterminated|unclosed|integer overflow|invalid syntax|undefined variable/;
const REFUSED = /^\{\{ (define|block|template|break|continue)\b/;
const UNKNOWN = /'|html|js /;
const supported = truth.filter(({ Template }) => !REFUSED.test(Template) && !UNKNOWN.test(Template));

describe('a template', () => {
  it.each(supported.filter(({ Error }) => Error === '').map(({ Template, Text }) => [Template, Text] as const))('%j gives %j, as in Go', (template, text) => {
    expect(outcome(template)).toEqual({ text, error: '' });
  });

  it.each(supported.filter(({ Error }) => Error.startsWith('parse')).map(({ Template, Error }) => [Template, Error] as const))('%j is not read, as in Go: %s', (template, error) => {
    const { error: ours } = outcome(template);
    expect(ours).toMatch(/^template parsing failed: template: tmpl:1: /);
    expect(LEXICAL.test(error) || reason(ours).startsWith(reason(error)) ? '' : `${ours} is not ${error}`).toBe('');
  });

  it.each(supported.filter(({ Error }) => Error.startsWith('execute')).map(({ Template, Error }) => [Template, Error] as const))('%j fails as in Go: %s', (template, error) => {
    const { error: ours } = outcome(template);
    const undefinedVariable = error.includes('undefined variable');
    expect(undefinedVariable ? 'template excution failed' : ours.slice(0, 24)).toBe('template excution failed');
    expect(undefinedVariable || reason(ours).includes(reason(error)) ? '' : `${ours} is not ${error}`).toBe('');
  });

  it.each(['{{ define "x" }}a{{ end }}', '{{ range variables }}{{ break }}{{ end }}', '{{ template "x" }}'])('%s is refused by name', template => {
    expect(outcome(template).error).toMatch(/\{\{\w+\}\} is not supported; there are if, with and range$/);
  });
});
