import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HttpClient } from '@flagger/sdk';
import { createRealClock } from '@flagger/testkit';
import { Backends } from '../../../controller/test/golden/backends.ts';
import { EmbeddedWorld } from '../../../controller/test/golden/embedded-world.ts';
import { phase } from '../../../controller/test/golden/lab.ts';
import { builtinMetrics, canary, deployment } from '../../../controller/test/golden/objects.ts';
import { createHttpClient } from '../../../controller/src/http/create-http-client.ts';
import { ProgramFolder, TesterLab, WHO } from '../tester-lab.ts';
import type { ShownTask, TesterAnswer } from '../tester-lab.ts';

/** Names under which the articles' canaries reach their load testers. */
const TESTERS = /^http:\/\/flagger-(load|helm|bats)tester\.[a-z-]+\//;
/** Stand-ins for what load testers run; each says what it was called with. */
const PROGRAMS = {
  hey: 'echo "hey $*" >> "$CALLS"; exec sleep 600',
  curl: 'echo "curl $*" >> "$CALLS"; echo "{\\"token\\":\\"$ANSWER\\"}"',
  grep: 'exec /bin/grep "$@"',
  helm: 'echo "helm $*" >> "$CALLS"',
  bats: 'echo "bats $*" >> "$CALLS"; echo "not ok 1 the canary answers"; exit 1',
};

/** An operator and a load tester that know each other, and a canary between them. */
export class ReleaseLab {
  readonly world: EmbeddedWorld;
  readonly #tester: TesterLab;
  readonly #programs: ProgramFolder;
  readonly #backends: Backends;

  private constructor(parts: { world: EmbeddedWorld; tester: TesterLab; programs: ProgramFolder; backends: Backends }) {
    this.world = parts.world;
    this.#tester = parts.tester;
    this.#programs = parts.programs;
    this.#backends = parts.backends;
  }

  /** A canary with these webhooks, initialized, and a new revision of its target. */
  static async withNewRevision(webhooks: readonly object[]): Promise<ReleaseLab> {
    const programs = new ProgramFolder(PROGRAMS);
    const tester = await TesterLab.start({ env: { PATH: programs.path, CALLS: join(programs.path, 'calls'), ANSWER: 'a-token' } });
    const backends = new Backends(WHO.namespace, () => 0);
    const world = await EmbeddedWorld.start(WHO.namespace, { http: clientOf(tester, backends) });
    const lab = new ReleaseLab({ world, tester, programs, backends });
    await world.lab.create(deployment());
    await world.lab.create(canary('istio', { stepWeight: 20, maxWeight: 60, metrics: builtinMetrics, webhooks }));
    await phase(world.lab, 'Initialized');
    await world.lab.image('2');
    return lab;
  }

  /** Messages of the canary's events. */
  get said(): readonly string[] {
    return this.#backends.heard.flatMap(heard => ('message' in heard ? [String(heard.message)] : []));
  }

  /** Command lines of the programs that were run. */
  get calls(): readonly string[] {
    const file = join(this.#programs.path, 'calls');
    return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  }

  async phase(): Promise<string | undefined> {
    return (await this.world.lab.canary())?.status?.phase;
  }

  /** As a person does it with curl. */
  asPerson(path: string): Promise<TesterAnswer> {
    return this.#tester.post(path, WHO);
  }

  tasks(): Promise<readonly ShownTask[]> {
    return this.#tester.tasks();
  }

  async close(): Promise<void> {
    await this.world.close();
    await this.#tester.stop();
    this.#programs.remove();
  }
}

/** The operator's own client, for which the names of load testers lead to this one; everything else is answered by backends. */
function clientOf(tester: TesterLab, backends: Backends): HttpClient {
  const client = createHttpClient({ clock: createRealClock() });
  return {
    send: (request, signal) => {
      if (TESTERS.test(request.url)) return client.send({ ...request, url: request.url.replace(TESTERS, `${tester.url}/`) }, signal);
      const { method, url, body = '' } = request;
      return Promise.resolve({ ...backends.answer({ method, url, headers: {}, body }), headers: {} });
    },
  };
}
