import { describe, expect, it } from '@jest/globals';
import { listExportedNames } from '../src/declarations.ts';
import { listImports, parseFile, textWithoutComments } from '../src/source-file.ts';

const INDEX = 'packages/tooling/test/fixtures/index.ts';
const PARTS = 'packages/tooling/test/fixtures/parts.ts';

describe('exported names', () => {
  it('are traced to the statements that declare them', () => {
    const names = listExportedNames(INDEX).map(({ name, file, statements }) => [name, file.path, statements.length]);
    expect(names).toEqual([
      ['Shape', PARTS, 1],
      ['default', INDEX, 1],
      ['foreign', INDEX, 1],
      ['renamed', PARTS, 2],
      ['size', PARTS, 1],
    ]);
  });

  it('are documented by a block right before them', () => {
    const documented = listExportedNames(PARTS).filter(each => each.documented).map(({ name }) => name);
    expect(documented).toEqual(['Shape', 'overloaded']);
  });
});

describe('a source file', () => {
  it('tells everything that it imports', () => {
    expect(listImports(parseFile(PARTS))).toEqual(['node:path', '@scope/package/part']);
    expect(listImports(parseFile(INDEX))).toEqual(['@scope/package', './parts.ts']);
  });

  it('can be read without its comments', () => {
    expect(textWithoutComments(parseFile(PARTS))).not.toMatch(/A shape|not a block/);
  });
});
