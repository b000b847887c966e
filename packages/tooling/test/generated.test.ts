import { beforeAll, describe, expect, it } from '@jest/globals';
import { renderApiReports } from '../src/api-report.ts';
import { listDifferences } from '../src/differences.ts';
import { renderDocuments } from '../src/documents.ts';
import { listDrift } from '../src/generated-files.ts';
import { layerOf } from '../src/layers.ts';
import { listArrows } from '../src/package-graph.ts';
import { renderPrintedPages } from '../src/printed-pages.ts';
import { SOLUTION } from '../src/project-references.ts';
import { run } from '../src/run.ts';
import { listPackages } from '../src/workspace.ts';

describe('what npm run generate writes', () => {
  describe('from the built packages', () => {
    beforeAll(() => {
      run('tsc', ['-b', SOLUTION]);
    }, 120_000);

    it('API reports are current', () => {
      expect(listDrift(renderApiReports())).toEqual([]);
    });

    it('the state machine and the table of providers are current', () => {
      expect(listDrift(renderPrintedPages())).toEqual([]);
    });
  });

  it('documents hold current blocks and snippets', () => {
    expect(listDrift(renderDocuments())).toEqual([]);
  });

  it('no arrow of the package graph goes against the layers', () => {
    const packages = listPackages().filter(pkg => layerOf(pkg) !== undefined);
    const layers = new Map(packages.map(pkg => [pkg.json.name, layerOf(pkg) ?? 0]));
    const up = listArrows(packages).filter(({ from, to }) => (layers.get(from) ?? 0) <= (layers.get(to) ?? 0));
    expect(up).toEqual([]);
  });

  it('every deliberate difference names a test that is there', () => {
    expect(listDifferences().filter(({ test }) => test === undefined).map(({ path, text }) => `${path}: ${text}`)).toEqual([]);
  });
});
