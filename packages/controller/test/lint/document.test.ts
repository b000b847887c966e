import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { RULES } from '../../src/lint/rule-ids.ts';
import { parseLintArguments } from '../../src/lint/lint-arguments.ts';

const DOCUMENT = readFileSync(new URL('../../../../docs/lint.md', import.meta.url), 'utf8');

describe('docs/lint.md', () => {
  it('lists every rule, and no other', () => {
    const listed = [...DOCUMENT.slice(DOCUMENT.indexOf('| rule |')).matchAll(/^\| `([\w-]+)` \| (.*) \|$/gm)].map(([, id, text]) => [id, text]);
    expect(listed).toEqual(Object.entries(RULES));
  });

  it('names options that there are', () => {
    const options = [...DOCUMENT.matchAll(/^\| `(-[^`]*)` \|/gm)].map(([, option = '']) => option.replace(/ (NAME|LIST)$/, '=x').split(' '));
    expect(options).toHaveLength(5);
    for (const option of options) expect(parseLintArguments([...option, 'file']).files).toEqual(['file']);
  });
});
