import { describe, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createProvider, readProviderName } from '@flagger/create-provider';
import { temporaryFolder } from './temporary-folder.ts';
import { typeCheck } from './type-check.ts';

const folder = join(temporaryFolder(), 'provider');
createProvider(folder, { ...readProviderName('wind'), version: '1.0.0' });

describe('the sources of a created provider', () => {
  it('have types', () => {
    expect(typeCheck(folder)).toBe('');
  });

  it('are really checked', () => {
    const path = join(folder, 'src/wind-provider.ts');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace("mirroring: 'none'", "mirroring: 'never'"));
    expect(typeCheck(folder)).toContain("src/wind-provider.ts");
    writeFileSync(path, text);
  });
});
