import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { run } from './run.ts';
import { ROOT } from './workspace.ts';

/** Before the e2e lane: the build is current, and the real control plane's binaries are there. Tests find them through the environment. */
export default function setup(): void {
  const controlPlane = join(ROOT, 'packages/tooling/control-plane/control-plane');
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const home = process.env['CONTROL_PLANE_HOME'] ?? join(cache, 'control-plane');
  run('node', ['packages/tooling/src/build.ts'], { output: 'pass' });
  run(controlPlane, ['build'], { output: 'pass' });
  process.env['CONTROL_PLANE'] = controlPlane;
  process.env['KUBEBUILDER_ASSETS'] ??= join(home, 'bin');
  process.env['PATH'] = [process.env['PATH'], process.env['KUBEBUILDER_ASSETS']].join(delimiter); // kubectl, where the machine has none
}
