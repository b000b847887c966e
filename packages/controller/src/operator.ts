import type { Cluster } from '@flagger/cluster';
import type { Clock, HttpClient, Logger, Plugin } from '@flagger/sdk';
import type { Flags } from './flags/flags.ts';
import { defaultFlags } from './flags/parse-flags.ts';
import { RunningOperator } from './run/running-operator.ts';

/** What an operator is made from; what is left out is what the binary has. */
export interface OperatorOptions {
  /** Settings that differ from the defaults of the flags. */
  readonly flags?: Partial<Flags>;
  /** Default: the machine's. */
  readonly clock?: Clock;
  /** Default: nothing is logged. */
  readonly logger?: Logger;
  readonly http?: HttpClient;
  /** A cluster that is open already; it stays open when the operator stops. Default: the one that the flags lead to. */
  readonly cluster?: Cluster;
  /** Plug-ins beside those that the flags name. */
  readonly plugins?: readonly Plugin[];
  /** Where `/metrics` is served; false: nowhere. Default: all addresses, and the port that the flags say. */
  readonly listen?: { readonly host: string } | false;
  /** Folder from which plug-in files and packages are found. Default: the working folder. */
  readonly folder?: string;
}

/** The operator, in this process. */
export interface Operator {
  /**
   * Serves HTTP, checks the cluster, and takes in the canaries (with leader election: begins to stand for election).
   *
   * @throws CanaryError PluginBroken, Unsupported, Invalid, ApiUnavailable, ApiForbidden
   */
  start(): Promise<void>;
  /** Ends the ticks under way (within ten seconds), gives the lease back and closes everything. */
  stop(): Promise<void>;
  /** Resolves when no tick runs, none waits for its turn, and every message is sent. Timers don't count. */
  idle(): Promise<void>;
  /** Resolves if the lease is lost: another operator may act by now, so this one must end. */
  readonly leadershipLost: Promise<void>;
  /** The port of the HTTP server; undefined before `start` and where it does not listen. */
  readonly port: number | undefined;
  /** The text of `/metrics`. */
  metrics(): Promise<string>;
}

/**
 * Makes an operator; it does nothing before `start`.
 *
 * @example
 * const operator = createOperator({ flags: { kubeconfig, meshProvider: 'kubernetes' } });
 * await operator.start();
 */
export function createOperator(options: OperatorOptions = {}): Operator {
  return new RunningOperator({ ...options, flags: { ...defaultFlags(), ...options.flags } });
}
