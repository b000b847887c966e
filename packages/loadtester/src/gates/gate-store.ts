/** What a gate decides about: going on, or going back. */
export type GateKind = 'gate' | 'rollback';

/** One gate of one canary. */
export interface Gate {
  readonly kind: GateKind;
  readonly name: string;
  readonly namespace: string;
}

/** Where gates are kept. A gate that nobody opened is closed. */
export interface GateStore {
  /** @throws CanaryError ApiUnavailable: the state can't be read */
  isOpen(gate: Gate, signal: AbortSignal): Promise<boolean>;
  /** Resolves once the state is kept. @throws CanaryError ApiUnavailable */
  set(gate: Gate, open: boolean, signal: AbortSignal): Promise<void>;
}
