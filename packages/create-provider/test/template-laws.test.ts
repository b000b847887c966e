import { afterAll, describe, expect, it } from '@jest/globals';
import { routerLaws } from '@flagger/testkit';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { myMeshSubject } from '../template/test/my-mesh-subject.ts';

const suite = routerLaws(myMeshSubject);

afterAll(() => suite.close());

describe('the provider of the template', () => {
  it.each(suite.laws.map(law => [law.title, law] as const))('%s', (_, law) => law.check(), 30_000);

  it('has a test that lists why other laws do not bind it', () => {
    const text = readFileSync(join(import.meta.dirname, '../template/test/conformance.test.ts'), 'utf8');
    const listed = [...text.matchAll(/^ {6}(['"])(.*)\1,$/gm)].map(([, , reason]) => reason);
    expect(listed).toEqual([...new Set(suite.leftOut.map(({ reason }) => reason))]);
  });
});
