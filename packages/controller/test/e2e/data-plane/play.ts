import { writeFileSync } from 'node:fs';
import { Lab } from './lab.ts';
import { ReleasePlay } from './release.ts';
import type { ServedProvider } from './setting.ts';

// Plays releases in the namespaces that it was started in, those of several providers at once, and writes their figures to a file. All
// that was started ends with this process, the first of its namespace.

const [providers = '', analysis = '{}', output = ''] = process.argv.slice(2);
const lab = await Lab.start();
const played = await Promise.allSettled((providers.split(',') as ServedProvider[]).map(provider => new ReleasePlay(lab, provider).play(JSON.parse(analysis) as object)));
for (const each of played) {
  if (each.status === 'rejected') throw new Error(`${String(each.reason)}\n${lab.complaints().slice(-20).join('\n')}`, { cause: each.reason });
}
writeFileSync(output, JSON.stringify(played.map(each => each.status === 'fulfilled' && each.value)));
process.exit();
