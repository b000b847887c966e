import { isCanaryError } from '@flagger/sdk';
import type { Logger } from '@flagger/sdk';
import { fastify } from 'fastify';
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import type { Registry } from 'prom-client';
import type { Authorize } from './authorize.ts';
import { redirectUncleanPaths } from './clean-path.ts';

/** What every route needs. */
export interface ServerOptions {
  readonly authorize: Authorize;
  readonly registry: Registry;
  readonly logger: Logger;
}

const BODY_LIMIT_BYTES = 1024 ** 2;
const BODY_TYPE = 'application/octet-stream';
/** Probes and Prometheus know no token. */
const OPEN_PATHS = new Set(['/healthz', '/metrics']);
/** Operators show it in their events, so it says what to do. */
const UNAUTHORIZED = 'Unauthorized: this load tester wants a token (flag -token-file), as Authorization: Bearer TOKEN or in the URL: http://flagger:TOKEN@HOST/';

/** Makes a server that asks for no method and no content type, and serves `/healthz` and `/metrics`. @source flagger pkg/loadtester/server.go */
export function createServer({ authorize, registry, logger }: ServerOptions): FastifyInstance {
  const server = fastify({ logger: false, bodyLimit: BODY_LIMIT_BYTES, exposeHeadRoutes: false });
  server.addHttpMethod('GET', { hasBody: true, overrideExisting: true });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  server.addHook('onRequest', async (request, reply) => {
    // Whatever a caller says of its body, it is read as the same text.
    request.headers['content-type'] = BODY_TYPE;
    if (OPEN_PATHS.has(request.routeOptions.url ?? '') || authorize(request.headers.authorization)) return;
    await reply.code(401).header('www-authenticate', 'Bearer').send(UNAUTHORIZED);
  });
  redirectUncleanPaths(server);
  closeAnsweredConnections(server);
  server.setErrorHandler<FastifyError>((error, _request, reply) => answerError(error, reply, logger));
  server.all('/healthz', (_request, reply) => reply.send('OK'));
  server.all('/metrics', async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()));
  return server;
}

/** A connection that is kept alive would keep a server that stops. */
function closeAnsweredConnections(server: FastifyInstance): void {
  let closing = false;
  server.addHook('preClose', async () => {
    closing = true;
  });
  server.addHook('onSend', async (_request, reply) => {
    if (closing) reply.header('connection', 'close');
  });
}

function answerError(error: FastifyError, reply: FastifyReply, logger: Logger): FastifyReply {
  if (isCanaryError(error)) {
    logger.error(error.message);
    return reply.code(503).send(error.message);
  }
  const { statusCode = 500 } = error;
  if (statusCode >= 500) logger.error('a request failed', { error });
  return reply.code(statusCode).send(error.message);
}
