import { runForCaller } from './run-for-caller.ts';
import { canaryOf } from './task.ts';
import type { TaskKind } from './task.ts';

/** `bash`: a script of bash; the caller waits. @source flagger pkg/loadtester/bash.go */
export const bash: TaskKind = {
  waits: () => true,
  refusedWith: 400,
  create: (payload, tools) => {
    const script = payload.metadata.get('cmd') ?? '';
    const canary = canaryOf(payload);
    const command = { argv: tools.policy.script('bash', script) };
    const says = { before: `bash command ${script}`, after: `command finished ${script}` };
    return { type: 'bash', canary, title: script, key: `${canary}bash${script}`, run: signal => runForCaller({ canary, title: script, command, says }, tools, signal) };
  },
};
