import type { Logger } from '@flagger/sdk';
import { isCanaryError } from '@flagger/sdk';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { decodePayload } from '../payload/payload.ts';
import type { Payload } from '../payload/payload.ts';

/** Which namespaces are served. */
export type ServesNamespace = (namespace: string) => boolean;

/** Reads the payloads of requests. */
export interface PayloadReader {
  /** The payload; undefined where there is none or its namespace is not served: then the reply is sent. */
  read(request: FastifyRequest, reply: FastifyReply): Payload | undefined;
}

/** Makes the reader. @source flagger pkg/loadtester/server.go, authorizer.go */
export function createPayloadReader(serves: ServesNamespace, logger: Logger): PayloadReader {
  return {
    read(request, reply) {
      try {
        const payload = decodePayload(String(request.body ?? ''));
        if (serves(payload.namespace)) return payload;
        void reply.code(403).send('Forbidden');
      } catch (error) {
        if (!isCanaryError(error)) throw error;
        logger.error('decoding the request body failed', { reason: error.message });
        void reply.code(400).send();
      }
      return undefined;
    },
  };
}
