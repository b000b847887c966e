import type { AddressInfo } from 'node:net';
import { sleep } from '@flagger/sdk';
import type { Clock, Logger } from '@flagger/sdk';
import { fastify } from 'fastify';
import type { FastifyInstance, FastifyServerOptions } from 'fastify';

/** What the server shows, and where. */
export interface ServerOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The text of `/metrics`, and its content type. */
  readonly metrics: () => Promise<{ readonly contentType: string; readonly text: string }>;
  /** What `/readyz` waits for; undefined: nothing, the operator is ready. */
  readonly notReady: () => string | undefined;
}

/** The running server. */
export interface OperatorServer {
  readonly port: number;
  /** Ends it; requests under way have three seconds. */
  close(): Promise<void>;
}

/** @source flagger pkg/server/server.go */
const LIMITS = { requestTimeout: 5_000, connectionTimeout: 60_000, keepAliveTimeout: 15_000 };
const GRACE_MS = 3_000;

/** No route has a schema: the schema compilers, most of what the library would load, stay out of memory. */
const NO_SCHEMAS: NonNullable<FastifyServerOptions['schemaController']> = {
  compilersFactory: { buildValidator: () => noSchema, buildSerializer: () => noSchema },
};

function noSchema(): never {
  throw new Error('no route of the operator has a schema');
}

/** Serves `/metrics`, `/healthz` and `/readyz`. @throws where the port is taken */
export async function startServer(options: ServerOptions): Promise<OperatorServer> {
  const { host, port, logger } = options;
  const server = fastify({ ...LIMITS, logger: false, schemaController: NO_SCHEMAS });
  server.get('/healthz', () => 'OK');
  server.get('/readyz', (_request, reply) => {
    const reason = options.notReady();
    return reason === undefined ? 'OK' : reply.code(503).send(reason);
  });
  server.get('/metrics', async (_request, reply) => {
    const { contentType, text } = await options.metrics();
    return reply.type(contentType).send(text);
  });
  await server.listen({ host, port });
  // A TCP server's address is never a path.
  const bound = (server.server.address() as AddressInfo).port;
  logger.info(`Starting HTTP server on port ${bound}`);
  return { port: bound, close: () => close(server, options.clock) };
}

async function close(server: FastifyInstance, clock: Clock): Promise<void> {
  const closed = new AbortController();
  const cut = sleep(clock, GRACE_MS, closed.signal).then(() => server.server.closeAllConnections(), () => undefined);
  await server.close();
  closed.abort();
  await cut;
}
