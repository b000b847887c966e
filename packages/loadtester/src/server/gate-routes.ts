import type { Logger } from '@flagger/sdk';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Gate, GateKind, GateStore } from '../gates/gate-store.ts';
import type { TesterSeries } from '../runner/task-series.ts';
import type { PayloadReader } from './read-payload.ts';

/** What the gates' routes work with. */
export interface GateRoutes {
  readonly gates: GateStore;
  readonly payloads: PayloadReader;
  readonly series: TesterSeries;
  readonly logger: Logger;
  /** Ends what is under way when the server stops. */
  readonly signal: AbortSignal;
}

/** Serves `/gate/*` and `/rollback/*`. @source flagger pkg/loadtester/server.go */
export function serveGates(server: FastifyInstance, routes: GateRoutes): void {
  server.all('/gate/approve', (_request, reply) => reply.send('OK'));
  server.all('/gate/halt', (_request, reply) => reply.code(403).send('Forbidden'));
  for (const kind of ['gate', 'rollback'] as const) {
    server.all(`/${kind}/check`, withGate(kind, routes, check));
    server.all(`/${kind}/open`, withGate(kind, routes, (gate, reply) => set(gate, true, routes, reply)));
    server.all(`/${kind}/close`, withGate(kind, routes, (gate, reply) => set(gate, false, routes, reply)));
  }
}

type GateHandler = (gate: Gate, reply: FastifyReply, routes: GateRoutes) => Promise<FastifyReply>;

function withGate(kind: GateKind, routes: GateRoutes, handle: GateHandler) {
  return (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> | FastifyReply => {
    const payload = routes.payloads.read(request, reply);
    return payload === undefined ? reply : handle({ kind, name: payload.name, namespace: payload.namespace }, reply, routes);
  };
}

async function check(gate: Gate, reply: FastifyReply, { gates, series, logger, signal }: GateRoutes): Promise<FastifyReply> {
  const open = await gates.isOpen(gate, signal);
  series.gateChecks.inc({ kind: gate.kind, answer: open ? 'approved' : 'forbidden' });
  logger.info(`${titleOf(gate)} check: approved ${open}`, { canary: gate.name });
  return open ? reply.send('Approved') : reply.code(403).send('Forbidden');
}

async function set(gate: Gate, open: boolean, { gates, logger, signal }: GateRoutes, reply: FastifyReply): Promise<FastifyReply> {
  await gates.set(gate, open, signal);
  logger.info(`${titleOf(gate)} ${open ? 'opened' : 'closed'}`, { canary: gate.name });
  return reply.code(202).send();
}

function titleOf({ kind, name, namespace }: Gate): string {
  return kind === 'gate' ? `${name}.${namespace} gate` : `rollback.${name}.${namespace} rollback`;
}
