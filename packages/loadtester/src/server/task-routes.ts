import { isCanaryError } from '@flagger/sdk';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { parseGoBool } from '../payload/go-bool.ts';
import type { Payload } from '../payload/payload.ts';
import type { TaskLog } from '../runner/task-log.ts';
import type { TaskRunner } from '../runner/task-runner.ts';
import { TASK_KINDS } from '../tasks/task-kinds.ts';
import type { Task, TaskKind, TaskTools } from '../tasks/task.ts';
import type { PayloadReader } from './read-payload.ts';

/** What the tasks' routes work with. */
export interface TaskRoutes {
  readonly runner: TaskRunner;
  readonly log: TaskLog;
  readonly tools: TaskTools;
  readonly payloads: PayloadReader;
}

const RETRY_AFTER_SECONDS = 1;

/**
 * Serves tasks at every path that is no other's, and shows them at `GET /tasks`.
 *
 * @differs an unknown type is answered with 400, not by a closed connection: `golden.test.ts` "answers where the load tester of Flagger does not"
 * @source flagger pkg/loadtester/server.go
 */
export function serveTasks(server: FastifyInstance, routes: TaskRoutes): void {
  const start = (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> | FastifyReply => {
    const payload = routes.payloads.read(request, reply);
    return payload === undefined ? reply : create(payload, reply, routes);
  };
  server.get('/tasks', (_request, reply) => reply.send({ tasks: routes.log.list() }));
  server.get<{ Params: { id: string } }>('/tasks/:id', (request, reply) => {
    const record = routes.log.get(request.params.id);
    return record === undefined ? reply.code(404).send(`no task has the id ${request.params.id}`) : reply.send(record);
  });
  server.setNotFoundHandler(start);
}

function create(payload: Payload, reply: FastifyReply, routes: TaskRoutes): Promise<FastifyReply> | FastifyReply {
  if (payload.metadata.size === 0) return reply.code(400).send('metadata not found in payload');
  const type = payload.metadata.get('type') ?? 'cmd';
  const kind = TASK_KINDS.get(type);
  if (kind === undefined) return reply.code(400).send(`unknown task type ${type}`);
  const task = createTask(kind, payload, reply, routes.tools);
  if (task === undefined) return reply;
  return kind.waits(payload) ? answerWithResult(task, payload, reply, routes) : launch(task, reply, routes);
}

/** The task; undefined where the reply says why there is none. */
function createTask(kind: TaskKind, payload: Payload, reply: FastifyReply, tools: TaskTools): Task | undefined {
  try {
    return kind.create(payload, tools);
  } catch (error) {
    if (!isCanaryError(error)) throw error;
    tools.logger.error('task refused', { canary: payload.name, reason: error.message });
    void reply.code(error.code === 'Unsupported' ? 403 : kind.refusedWith).send(error.message);
    return undefined;
  }
}

function launch(task: Task, reply: FastifyReply, { runner }: TaskRoutes): FastifyReply {
  return runner.launch(task) === 'full' ? refuse(reply) : reply.code(202).send();
}

async function answerWithResult(task: Task, payload: Payload, reply: FastifyReply, { runner }: TaskRoutes): Promise<FastifyReply> {
  const result = await runner.run(task);
  if (result === undefined) return refuse(reply);
  if (!result.succeeded) return reply.code(500).send(result.reason);
  const returnsOutput = parseGoBool(payload.metadata.get('returnCmdOutput') ?? '') ?? false;
  return returnsOutput && result.output !== '' ? reply.send(result.output) : reply.send();
}

function refuse(reply: FastifyReply): FastifyReply {
  return reply.code(429).header('retry-after', RETRY_AFTER_SECONDS).send('too many tasks run (flag -max-tasks); try again later');
}
