import type { AddressInfo } from 'node:net';
import { sleep } from '@flagger/sdk';
import type { FastifyInstance } from 'fastify';
import { Registry } from 'prom-client';
import { createCommandPolicy } from './command/command-policy.ts';
import { createRunCommand } from './command/run-command.ts';
import { openGates } from './gates/open-gates.ts';
import type { LoadTester, LoadTesterOptions } from './load-tester.ts';
import type { Redact } from './logging/redact.ts';
import { TaskLog } from './runner/task-log.ts';
import { TaskRunner } from './runner/task-runner.ts';
import { declareSeries } from './runner/task-series.ts';
import { createAuthorize } from './server/authorize.ts';
import { createServer } from './server/create-server.ts';
import { serveGates } from './server/gate-routes.ts';
import { createPayloadReader } from './server/read-payload.ts';
import { serveTasks } from './server/task-routes.ts';
import { namespaceFilter } from './settings/namespace-filter.ts';
import type { Settings } from './settings/settings.ts';
import { VERSION } from './version.ts';

type Options = Required<LoadTesterOptions> & { readonly settings: Settings; readonly redact: Redact };

/** Requests under way have this long when the load tester stops. @source flagger pkg/loadtester/server.go */
const GRACE_MS = 60_000;

/** The parts of a load tester, put together. */
export class RunningTester implements LoadTester {
  readonly #options: Options;
  readonly #lifetime = new AbortController();
  readonly #runner: TaskRunner;
  readonly #server: FastifyInstance;

  constructor(options: Options) {
    const { settings, token, clock, logger, env, redact } = options;
    const { timeoutMs, maxTasks } = settings;
    const registry = new Registry();
    const series = declareSeries(registry);
    const log = new TaskLog();
    const payloads = createPayloadReader(namespaceFilter(settings.namespaceRegexp), logger);
    const tools = { runCommand: createRunCommand({ env, clock }), policy: createCommandPolicy(settings.allowedCommands), clock, logger };
    this.#options = options;
    this.#runner = new TaskRunner({ timeoutMs, maxTasks, clock, logger, series, log, redact });
    this.#server = createServer({ authorize: createAuthorize(token), registry, logger });
    serveGates(this.#server, { gates: openGates(settings, env), payloads, series, logger, signal: this.#lifetime.signal });
    serveTasks(this.#server, { runner: this.#runner, log, tools, payloads });
  }

  get port(): number | undefined {
    // A TCP server's address is never a path.
    return (this.#server.server.address() as AddressInfo | null)?.port;
  }

  async start(): Promise<void> {
    const { host, settings, logger } = this.#options;
    await this.#server.listen({ host, port: settings.port });
    logger.info(`Starting load tester v${VERSION} API on port ${this.port}`);
  }

  async stop(): Promise<void> {
    const { clock, logger } = this.#options;
    logger.info('shutting down the task runner');
    const closed = new AbortController();
    const cut = sleep(clock, GRACE_MS, closed.signal).then(() => this.#runner.stop('all'), () => undefined);
    await Promise.all([this.#runner.stop('background'), this.#server.close()]);
    closed.abort();
    await cut;
    this.#lifetime.abort();
    logger.info('HTTP server stopped');
  }
}
