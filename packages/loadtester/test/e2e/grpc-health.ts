import { createServer } from 'node:http2';
import type { Http2Server, ServerHttp2Stream } from 'node:http2';

/** A message of gRPC: not compressed, two bytes long, field 1 is 1, which means SERVING. */
const SERVING = Buffer.from([0, 0, 0, 0, 2, 0x08, 0x01]);
const UNIMPLEMENTED = '12';

/** A gRPC service that is healthy, and can do nothing else. */
export class GrpcHealth {
  checks = 0;
  /** It listens nowhere: connections are handed to it. */
  readonly server: Http2Server = createServer();

  constructor() {
    this.server.on('stream', (stream: ServerHttp2Stream, headers) => this.#answer(stream, headers[':path'] ?? ''));
  }

  #answer(stream: ServerHttp2Stream, path: string): void {
    const known = path === '/grpc.health.v1.Health/Check';
    if (known) this.checks += 1;
    stream.on('error', () => undefined);
    stream.resume();
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': known ? '0' : UNIMPLEMENTED }));
    stream.end(known ? SERVING : undefined);
  }
}
