import type { Canary, RouteSubject, TargetMetadata, TargetRevision } from '@flagger/sdk';
import type { AnalysisPlan } from '../strategy/analysis-plan.ts';
import type { Wait } from '../status/wait.ts';
import { Checks } from './checks.ts';
import type { Notices } from './notices.ts';
import type { CanaryPorts } from './ports.ts';

/** What one tick carries from effect to effect. */
export class TickContext {
  readonly ports: CanaryPorts;
  readonly notices: Notices;
  readonly analysis: AnalysisPlan;
  readonly signal: AbortSignal;
  /** The canary that is decided about. */
  readonly found: Canary;
  /** The canary as this tick leaves it; its status runs ahead of the API by what the next status write brings. */
  canary: Canary;
  /** The canary as it stands in the API. */
  stored: Canary;
  /** What events say of the phase: that in which the tick found the canary. */
  readonly toldPhase: string;
  /** What hooks and metric services answered. */
  readonly checks = new Checks();
  /** What the rule that ends this tick waits for, where it says so. */
  waits: Wait | undefined;
  /** When the canary is looked at again, if nothing wakes it before. */
  nextLookMs = 0;
  /** Whether this tick moved traffic. */
  routed = false;
  /** Whether this tick wrote a status, so that the next rule may follow at once. */
  moved = false;
  #metadata: TargetMetadata | undefined;
  #revision: TargetRevision | undefined;

  constructor(fields: { ports: CanaryPorts; notices: Notices; analysis: AnalysisPlan; canary: Canary; toldPhase: string; signal: AbortSignal }) {
    this.ports = fields.ports;
    this.notices = fields.notices;
    this.analysis = fields.analysis;
    this.signal = fields.signal;
    this.found = fields.canary;
    this.canary = fields.canary;
    this.stored = fields.canary;
    this.toldPhase = fields.toldPhase;
  }

  /** Goes on with the canary as the API answered. */
  wrote(canary: Canary): void {
    this.canary = canary;
    this.stored = canary;
  }

  async metadata(): Promise<TargetMetadata> {
    this.#metadata ??= await this.ports.target.metadata(this.canary, this.signal);
    return this.#metadata;
  }

  async revision(): Promise<TargetRevision> {
    this.#revision ??= await this.ports.target.revision(this.canary, this.signal);
    return this.#revision;
  }

  async subject(): Promise<RouteSubject> {
    return { canary: this.canary, target: await this.metadata() };
  }
}
