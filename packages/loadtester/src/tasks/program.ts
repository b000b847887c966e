import { runForCaller } from './run-for-caller.ts';
import { canaryOf } from './task.ts';
import type { TaskKind } from './task.ts';

/** `helm`: arguments of helm, cut at blanks; the caller waits. @source flagger pkg/loadtester/helm.go */
export const helm = programKind('helm', 'helm');

/** `helmv3`: the same as `helm`, as there is no program of that name. @source flagger pkg/loadtester/helmv3.go */
export const helmv3 = programKind('helmv3', 'helm');

/** `kubectl`: arguments of kubectl, cut at blanks; the caller waits. @source flagger pkg/loadtester/kubectl.go */
export const kubectl = programKind('kubectl', 'kubectl');

function programKind(type: string, program: string): TaskKind {
  const logged = program === 'helm' ? 'helmv3' : program;
  return {
    waits: () => true,
    refusedWith: 400,
    create: (payload, tools) => {
      const text = payload.metadata.get('cmd') ?? '';
      const canary = canaryOf(payload);
      const command = { argv: tools.policy.program(program, text.split(/\s+/).filter(word => word !== '')) };
      const says = { before: `running command ${logged} ${text}`, after: `command finished ${logged} ${text}` };
      return { type, canary, title: text, key: `${canary}${type}${text}`, run: signal => runForCaller({ canary, title: text, command, says }, tools, signal) };
    },
  };
}
