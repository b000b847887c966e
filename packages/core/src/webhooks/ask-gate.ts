import { isCanaryError } from '@flagger/sdk';
import type { Canary, CanaryWebhook, WebhookType } from '@flagger/sdk';
import type { GateVerdict } from '../decide/evidence.ts';
import { callHook, isRefusal } from './call-hook.ts';
import type { HookContext } from './call-hook.ts';
import { hookPayload } from './payload.ts';

/** Whose hooks are called, and the phase that they are told. */
export interface HookSubject {
  readonly canary: Canary;
  readonly phase: string;
}

/** The hooks of one type, in list order; one without a type is a rollout hook. */
export function hooksOf(canary: Canary, type: WebhookType): readonly CanaryWebhook[] {
  return (canary.spec.analysis.webhooks ?? []).filter(hook => (hook.type || 'rollout') === type);
}

/** Asks the hooks of one type in list order; the first that refuses closes the gate. @source flagger scheduler_hooks.go */
export async function askGate(type: WebhookType, subject: HookSubject, context: HookContext, signal: AbortSignal): Promise<GateVerdict> {
  const passed: string[] = [];
  for (const hook of hooksOf(subject.canary, type)) {
    const refusal = await askHook(hook, subject, context, signal);
    if (refusal !== undefined) return { open: false, passed, heldBy: hook, ...refusal };
    passed.push(hook.name);
  }
  return { open: true, passed };
}

/** Why a hook does not pass; `unanswered` where it gave no answer. */
export interface HookRefusal {
  readonly error: string;
  readonly unanswered?: true;
}

/** Calls one hook: undefined where it passes, else why it does not. */
export async function askHook(hook: CanaryWebhook, { canary, phase }: HookSubject, context: HookContext, signal: AbortSignal): Promise<HookRefusal | undefined> {
  try {
    await callHook(hook, hookPayload(canary, phase, hook.metadata), context, signal);
    return undefined;
  } catch (error) {
    if (!isCanaryError(error)) throw error;
    return isRefusal(error) ? { error: error.message } : { error: error.message, unanswered: true };
  }
}
