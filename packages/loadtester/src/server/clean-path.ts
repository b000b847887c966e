import { posix } from 'node:path';
import type { FastifyInstance } from 'fastify';

/**
 * Sends callers of paths such as `//gate/check` or `/gate/./check` to the plain one, with the same method and body.
 *
 * @source Go net/http ServeMux
 */
export function redirectUncleanPaths(server: FastifyInstance): void {
  server.addHook('onRequest', async (request, reply) => {
    const [, path = '', query = ''] = /^([^?]*)(.*)$/s.exec(request.raw.url ?? '') ?? [];
    const clean = posix.normalize(path);
    if (path.startsWith('/') && clean !== path) await reply.code(307).header('location', `${clean}${query}`).send();
  });
}
