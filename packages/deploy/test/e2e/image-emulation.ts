import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmodSync, cpSync, globSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, matchesGlob, relative } from 'node:path';
import { readIgnored, readStages, written } from '../dockerfile.ts';
import type { BuildStage } from '../dockerfile.ts';
import { run } from './helm.ts';

const ROOT = join(import.meta.dirname, '../../../..');
/** Private mounts; all of the machine read-only but for the folder that is given; then a user without rights. */
const CONFINED = `
  mount --bind "$1" "$1"
  mount -o remount,bind,ro /
  cd "$2"
  shift 2
  exec "$@"`;

/** What a Dockerfile makes of Node's part of an image, in folders of this machine: there is no base image under it. */
export class ImageEmulation {
  readonly #folder: string;
  readonly #context: string;
  readonly #image: BuildStage;

  private constructor(folder: string, image: BuildStage) {
    this.#folder = folder;
    this.#context = join(folder, 'src');
    this.#image = image;
  }

  /** Plays the stage `build`, and copies what the image takes of it. */
  static build(name: string, args: Readonly<Record<string, string>> = {}): ImageEmulation {
    const stages = readStages(name);
    const image = stages.at(-1);
    const build = stages.find(stage => stage.name === 'build');
    if (image === undefined || build === undefined) throw new Error(`${name}: no stage is called build`);
    const folder = mkdtempSync(join(tmpdir(), `image-${name}-`));
    // The image's user must come in.
    chmodSync(folder, 0o755);
    const emulation = new ImageEmulation(folder, image);
    emulation.#copyContext(readIgnored(name));
    for (const command of written(build, 'RUN')) emulation.#runInBuild(command, args);
    emulation.#copyToImage();
    return emulation;
  }

  /** Paths of all files of ours in the image. */
  files(): readonly string[] {
    return globSync('**/*', { cwd: join(this.#folder, 'image'), withFileTypes: true }).filter(entry => entry.isFile())
      .map(entry => `/${relative(join(this.#folder, 'image'), join(entry.parentPath, entry.name))}`).toSorted();
  }

  /** Starts the entry point as the image's user, who can write to one folder only, which is his home, and has no capability. */
  start(...args: readonly string[]): ChildProcess {
    const scratch = join(this.#folder, 'scratch');
    mkdirSync(scratch, { recursive: true });
    chmodSync(scratch, 0o777);
    const [user = '', group = ''] = (written(this.#image, 'USER')[0] ?? '').split(':');
    const [program = '', ...entry] = JSON.parse(written(this.#image, 'ENTRYPOINT')[0] ?? '[]') as string[];
    if (program !== 'node') throw new Error(`the entry point is ${program}`);
    const confined = ['--mount', 'sh', '-ec', CONFINED, 'sh', scratch, join(this.#folder, 'image/app')];
    const identity = ['setpriv', `--reuid=${user}`, `--regid=${group}`, '--clear-groups', '--no-new-privs', '--inh-caps=-all', '--bounding-set=-all'];
    const command = [process.execPath, ...entry.map(path => join(this.#folder, 'image', path)), ...args];
    return spawn('unshare', [...confined, ...identity, ...command], { stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: '/usr/bin:/bin', NODE_ENV: 'production', HOME: scratch, TMPDIR: scratch } });
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #copyContext(ignored: readonly string[]): void {
    const isSeen = (source: string): boolean => {
      const path = relative(ROOT, source);
      return path === '' || !ignored.some(pattern => matchesGlob(path, pattern));
    };
    for (const top of ['package.json', 'package-lock.json', 'tsconfig.base.json', 'LICENSE', 'packages', 'examples']) {
      cpSync(join(ROOT, top), join(this.#context, top), { recursive: true, filter: isSeen });
    }
  }

  /** The install is only compared with the lock file: its result is there already. */
  #runInBuild(command: string, args: Readonly<Record<string, string>>): void {
    if (command.startsWith('npm ci')) {
      run('npm', [...command.split(' ').slice(1), '--dry-run', '--offline', '--prefix', this.#context]);
      symlinkSync(join(ROOT, 'node_modules'), join(this.#context, 'node_modules'));
      return;
    }
    const local = command.replace(/=\/out\b/, `=${join(this.#folder, 'out')}`).replace(/\bnode /, `${process.execPath} `);
    run('env', [`--chdir=${this.#context}`, ...Object.entries(args).map(([name, value]) => `${name}=${value}`), 'sh', '-ec', local]);
  }

  #copyToImage(): void {
    const workdir = written(this.#image, 'WORKDIR')[0] ?? '/';
    for (const copied of written(this.#image, 'COPY').filter(text => text.startsWith('--from=build '))) {
      const paths = copied.split(/\s+/).slice(1);
      const target = join(this.#folder, 'image', (paths.at(-1) ?? '').startsWith('/') ? '' : workdir, paths.at(-1) ?? '');
      for (const source of paths.slice(0, -1).flatMap(path => this.#inBuild(path))) {
        // Of a folder its content is copied.
        const into = statSync(source).isDirectory() ? target : join(target, basename(source));
        mkdirSync(dirname(into), { recursive: true });
        cpSync(source, into, { recursive: true });
      }
    }
  }

  /** What a path of the stage `build` leads to. @throws where there is nothing */
  #inBuild(path: string): readonly string[] {
    const local = path.replace(/^\/src\//, `${this.#context}/`).replace(/^\/out\b/, join(this.#folder, 'out')).replace(/\/$/, '');
    const found = globSync(local);
    if (found.length === 0) throw new Error(`COPY finds no ${path}`);
    return found;
  }
}
