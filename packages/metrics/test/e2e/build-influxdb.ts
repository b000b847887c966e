import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const MODULE = join(import.meta.dirname, 'influxdb');
const SERVER = 'github.com/influxdata/influxdb/cmd/influxd';

/** Builds InfluxDB from its Go module, about two minutes once; the binary stays in the user's cache. Returns where it is. */
export function buildInfluxDb(): string {
  const [, version = ''] = /^require github\.com\/influxdata\/influxdb (\S+)$/m.exec(readFileSync(join(MODULE, 'go.mod'), 'utf8')) ?? [];
  const folder = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'flagger-e2e', `influxdb-${version}`);
  const binary = join(folder, 'influxd');
  if (existsSync(binary)) return binary;
  mkdirSync(folder, { recursive: true });
  const unfinished = `${binary}-${process.pid}`;
  execFileSync('go', ['build', '-mod=readonly', '-trimpath', '-ldflags', '-s -w', '-o', unfinished, SERVER], { cwd: MODULE, stdio: ['ignore', 'inherit', 'inherit'] });
  renameSync(unfinished, binary);
  return binary;
}
