import type { Canary } from '@flagger/sdk';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { planRelease } from './plan-release.ts';

const path = process.argv[2] ?? new URL('../canary.yaml', import.meta.url);
for (const { atSeconds, traffic, messages } of planRelease(parse(readFileSync(path, 'utf8')) as Canary)) {
  process.stdout.write(`${String(atSeconds).padStart(5)} s  canary ${String(traffic.canary).padStart(3)} %  ${messages.join('; ')}\n`);
}
