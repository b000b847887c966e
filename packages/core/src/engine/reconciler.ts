import type { Canary } from '@flagger/sdk';
import { decide } from '../decide/decide.ts';
import type { Decision } from '../decide/decide.ts';
import type { Evidence } from '../decide/evidence.ts';
import { ANALYSING } from '../decide/rules/phases.ts';
import type { Snapshot } from '../decide/snapshot.ts';
import { withoutProblem } from '../status/problem-condition.ts';
import { answerQuestion } from './answer.ts';
import { apply } from './apply.ts';
import { tellFailure } from './failure.ts';
import { Notices } from './notices.ts';
import { observe } from './observe.ts';
import { nextWake, Pace } from './pace.ts';
import type { CanaryPorts } from './ports.ts';
import { tellWait } from './tell-wait.ts';
import { TickContext } from './tick-context.ts';

/** What a tick leaves behind. */
export interface TickResult {
  /** When the canary wants to be looked at again, if nothing wakes it before; undefined: only when something changes. */
  readonly wakeAt: number | undefined;
  /** What cut the tick off. It was announced on the canary already; the caller backs off, counts and tries again. */
  readonly failure?: Error;
}

/** Runs one canary. */
export interface Reconciler {
  /**
   * Looks at the canary once and does what is due. Never call it twice at a time for one canary.
   *
   * @throws only where `signal` aborts; any other failure is announced on the canary and told in the result
   */
  tick(canary: Canary, signal: AbortSignal): Promise<TickResult>;
}

/** Rules may follow each other at once; more than this in one tick would be a loop. */
const MOVES_PER_TICK = 12;

/** A reconciler for one canary. It remembers nothing but its pace and what it last said. */
export function createReconciler(ports: CanaryPorts): Reconciler {
  const notices = new Notices();
  let pace: Pace | undefined;
  let toldPhase = '';
  return {
    async tick(canary, signal) {
      pace ??= Pace.resume(canary, ports.clock.now());
      // A canary that goes is told as it was before. @source flagger finalizer.go
      if (canary.status?.phase !== 'Terminating' || toldPhase === '') toldPhase = canary.status?.phase ?? '';
      const startedAt = ports.clock.now();
      const turn = new Turn({ ports, notices, pace, toldPhase, signal });
      try {
        return await turn.run(canary);
      } catch (error) {
        signal.throwIfAborted();
        return await tellFailure(error, { ports, notices, canary: turn.stored ?? canary, signal });
      } finally {
        if (turn.judged) ports.recorder.duration(canary, (ports.clock.now() - startedAt) / 1000);
      }
    },
  };
}

interface TurnEnv {
  readonly ports: CanaryPorts;
  readonly notices: Notices;
  readonly pace: Pace;
  readonly toldPhase: string;
  readonly signal: AbortSignal;
}

class Turn {
  readonly #env: TurnEnv;
  #tick: TickContext | undefined;
  #lookedAtMs = 0;
  /** Whether this tick came as far as the analysis. */
  judged = false;

  constructor(env: TurnEnv) {
    this.#env = env;
  }

  /** The canary as this turn left it in the API; undefined where it did not come that far. */
  get stored(): Canary | undefined {
    return this.#tick?.stored;
  }

  async run(found: Canary): Promise<TickResult> {
    let canary = found;
    let toldPhase = this.#env.toldPhase;
    for (let move = 0; move < MOVES_PER_TICK; move++) {
      const { tick, decision, snapshot } = await this.#move(canary, toldPhase);
      if (!tick.moved) {
        await this.#tellRest(tick, decision);
        return { wakeAt: this.#wakeAt(decision, snapshot) };
      }
      this.#env.notices.reset();
      canary = tick.canary;
      toldPhase = canary.status?.phase === 'Terminating' ? toldPhase : (canary.status?.phase ?? '');
    }
    return { wakeAt: this.#env.ports.clock.now() };
  }

  async #move(canary: Canary, toldPhase: string): Promise<{ tick: TickContext; decision: Decision; snapshot: Snapshot }> {
    const { ports, notices, pace, signal } = this.#env;
    const now = ports.clock.now();
    this.#lookedAtMs = now;
    const preview = observe(canary, ports, true, now);
    const snapshot = { ...preview, due: pace.due(now, preview.analysis.intervalMs) };
    const tick = new TickContext({ ports, notices, analysis: snapshot.analysis, canary, toldPhase, signal });
    this.#tick = tick;
    let evidence: Evidence = {};
    let done = 0;
    for (;;) {
      const decision = decide(snapshot, evidence);
      await apply(tick, decision.before.slice(done));
      done = decision.before.length;
      if (decision.next === 'ask') {
        evidence = { ...evidence, [decision.question]: await answerQuestion(decision.question, tick) };
        continue;
      }
      tick.nextLookMs = this.#nextLook(decision, now, snapshot);
      if (decision.next === 'end') {
        tick.waits = decision.waits;
        this.judged ||= decision.rule.pace === 'interval' && ANALYSING.includes(snapshot.phase);
        await this.#end(tick, decision, now);
      }
      return { tick, decision, snapshot };
    }
  }

  /** Carries out how the tick ends. A step that fails after its route was written has begun all the same, and must not be cut short. */
  async #end(tick: TickContext, { effects, pace: becomes }: Extract<Decision, { next: 'end' }>, now: number): Promise<void> {
    const { pace } = this.#env;
    try {
      await apply(tick, effects);
    } catch (error) {
      if (becomes === 'mark' && tick.routed) pace.mark(now);
      throw error;
    }
    if (becomes === 'mark') pace.mark(now);
    if (becomes === 'clear') pace.clear();
  }

  /** The turn came to its end: what stood in its way is over; what was asked on the way, and what is waited for, is told. */
  async #tellRest(tick: TickContext, decision: Decision): Promise<void> {
    const { metadata, status = {} } = tick.stored;
    const nowMs = this.#env.ports.clock.now();
    const waited = tellWait(withoutProblem(status, 'Reconciled'), decision, { nowMs, nextLookMs: tick.nextLookMs, intervalMs: tick.analysis.intervalMs });
    const next = tick.checks.tell(waited, nowMs);
    // A canary that is being deleted may be gone by now.
    if (next === status || metadata.deletionTimestamp !== undefined) return;
    tick.wrote(await this.#env.ports.writer.writeStatus(tick.stored, next, tick.signal));
  }

  /** When the next check is due, if nothing wakes the canary before. */
  #nextLook(decision: Decision, now: number, { analysis: { intervalMs } }: Snapshot): number {
    const dueAt = this.#env.pace.dueAt(intervalMs) ?? now;
    const keeps = decision.next !== 'end' || decision.pace === 'keep';
    return keeps && dueAt > now ? dueAt : now + intervalMs;
  }

  #wakeAt(decision: Decision, { analysis }: Snapshot): number | undefined {
    if (decision.next === 'end' && decision.rule.rests) return undefined;
    const { pace, notices, ports } = this.#env;
    const { intervalMs } = analysis;
    return nextWake([pace.dueAt(intervalMs), notices.againAt(intervalMs)], { lookedAtMs: this.#lookedAtMs, nowMs: ports.clock.now(), intervalMs });
  }
}
