import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ProviderFigures } from './release.ts';
import type { ServedProvider } from './setting.ts';

const PLAY = fileURLToPath(new URL('play.ts', import.meta.url));
const TOOLING = fileURLToPath(new URL('../../../../tooling/', import.meta.url));

/**
 * Plays a good release and a bad one for each provider, all at once, in a network and among processes of their own: whatever is
 * started there ends with the play. That takes root, or the right to make a user namespace.
 */
export async function playApart(providers: readonly ServedProvider[], analysis: object = {}): Promise<readonly ProviderFigures[]> {
  for (const tool of [['control-plane/control-plane', 'build'], ['data-plane/build']]) execFileSync(join(TOOLING, tool[0] ?? ''), tool.slice(1), { stdio: 'inherit' });
  const folder = mkdtempSync(join(tmpdir(), 'flagger-data-plane-'));
  const output = join(folder, 'figures.json');
  try {
    const args = [...apart(), process.execPath, '--disable-warning=ExperimentalWarning', PLAY, providers.join(','), JSON.stringify(analysis), output];
    const child = spawn('unshare', args, { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, NODE_OPTIONS: '', TMPDIR: folder } });
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`the play ended with ${code}`);
    return JSON.parse(readFileSync(output, 'utf8')) as readonly ProviderFigures[];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function apart(): readonly string[] {
  const flags = ['--net', '--pid', '--fork', '--kill-child'];
  return spawnSync('unshare', [...flags, 'true']).status === 0 ? flags : ['--map-root-user', ...flags];
}
