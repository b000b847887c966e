import type { Cluster } from '@flagger/cluster';
import { createReconciler } from '@flagger/core';
import type { Reconciler } from '@flagger/core';
import type { Canary } from '@flagger/sdk';
import { Isolation } from '../plugins/isolation/isolation.ts';
import type { Dependencies } from '../run/dependencies.ts';
import type { Refusal } from './accepted-condition.ts';
import { ignoredFields, invalidSpec, missingFields, refusalOf, unsupportedFields } from './admissible.ts';
import { canaryKey } from './canary-key.ts';
import { createCanaryPorts, portsFingerprint } from './canary-ports.ts';
import type { PortsParts } from './canary-ports.ts';
import { doubtsAbout } from './doubts.ts';
import { unknownTypes } from './unknown-types.ts';

/** What engines are made from. */
export interface EngineParts extends Omit<PortsParts, 'isolation'> {
  readonly cluster: Cluster;
  /** Where routing objects live; often the same. */
  readonly meshCluster: Cluster;
  readonly dependencies: Dependencies;
}

/** An engine for a canary and what is doubtful about its spec, and about what that refers to; or why it gets none. */
export type Admitted = { readonly reconciler: Reconciler; readonly doubts: (signal: AbortSignal) => Promise<readonly string[]> } | { readonly refusal: Refusal };

interface Engine {
  readonly fingerprint: string;
  readonly reconciler: Reconciler;
  readonly unable: (canary: Canary) => Refusal | undefined;
  readonly doubts: (canary: Canary, signal: AbortSignal) => Promise<readonly string[]>;
}

/** The engines of all canaries, each made when it is first needed, and anew where the spec asks for other parts. */
export class CanaryEngines {
  readonly #parts: EngineParts;
  readonly #isolation: Isolation;
  readonly #engines = new Map<string, Engine>();

  constructor(parts: EngineParts) {
    this.#parts = parts;
    this.#isolation = new Isolation(parts.catalog, parts.shared.clock);
  }

  /** Gives the canary its engine, if it can be run as it is written. */
  admit(canary: Canary): Admitted {
    try {
      const engine = this.#engineFor(canary);
      const refusal = invalidSpec(canary, this.#parts.flags) ?? engine.unable(canary);
      return refusal === undefined ? { reconciler: engine.reconciler, doubts: signal => engine.doubts(canary, signal) } : { refusal };
    } catch (error) {
      const refusal = invalidSpec(canary, this.#parts.flags) ?? refusalOf(error);
      if (refusal === undefined) throw error;
      return { refusal };
    }
  }

  /** The canary of a key is gone. */
  forget(key: string): void {
    this.#engines.delete(key);
  }

  #engineFor(canary: Canary): Engine {
    const key = canaryKey(canary);
    const fingerprint = portsFingerprint(canary);
    const known = this.#engines.get(key);
    if (known?.fingerprint === fingerprint) return known;
    this.#engines.delete(key);
    const { cluster, meshCluster, dependencies, catalog } = this.#parts;
    const stores = { store: dependencies.storeFor(cluster, key), routes: dependencies.storeFor(meshCluster, key) };
    const ports = createCanaryPorts(canary, stores, { ...this.#parts, isolation: this.#isolation });
    const { providerName: name, capabilities } = ports;
    const choice = { name, capabilities, loaded: catalog.providers };
    const engine: Engine = {
      fingerprint,
      reconciler: createReconciler(ports),
      unable: current => missingFields(current, name, capabilities.requires) ?? unsupportedFields(current, choice),
      doubts: async (current, signal) => [...doubtsAbout(current, capabilities), ...ignoredFields(current, choice), ...(await unknownTypes(current, { reader: ports.reader, catalog }, signal))],
    };
    this.#engines.set(key, engine);
    return engine;
  }
}
