import type { RollbackVerdict } from '../decide/evidence.ts';
import { askHook, hooksOf } from './ask-gate.ts';
import type { HookSubject } from './ask-gate.ts';
import type { HookContext } from './call-hook.ts';

/** Asks the rollback hooks in list order; the first that passes signals the rollback. @source flagger scheduler_hooks.go runRollbackHooks */
export async function askRollback(subject: HookSubject, context: HookContext, signal: AbortSignal): Promise<RollbackVerdict> {
  const silent: string[] = [];
  let unanswered: RollbackVerdict['unanswered'];
  for (const hook of hooksOf(subject.canary, 'rollback')) {
    const refusal = await askHook(hook, subject, context, signal);
    if (refusal === undefined) return { signalledBy: hook.name, silent };
    silent.push(hook.name);
    if (refusal.unanswered) unanswered ??= { name: hook.name, error: refusal.error };
  }
  return { signalledBy: undefined, silent, ...(unanswered && { unanswered }) };
}
