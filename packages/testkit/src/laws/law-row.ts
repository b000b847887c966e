import type { Canary, ProviderCapabilities, Traffic } from '@flagger/sdk';
import type { RouterLab } from './router-lab.ts';
import type { RouterSubject } from './router-subject.ts';

/** Why a law does not bind a subject; undefined: it does. */
export type Exemption = (subject: RouterSubject) => string | undefined;

/** A law about routers, as a row of the book. */
export interface LawRow {
  readonly title: string;
  /** The first reason counts. */
  readonly exempt: readonly Exemption[];
  /** Called on a lab that was reset. */
  readonly check: (lab: RouterLab, signal: AbortSignal) => Promise<void>;
}

/** For laws about objects that it makes. */
export const withoutObjects: Exemption = ({ objects }) => (objects.length === 0 ? 'it makes no objects' : undefined);

/** For laws about objects that it writes, its own or a user's. */
export const withoutWrites: Exemption = subject => ((subject.borrowed ?? []).length === 0 ? withoutObjects(subject) : undefined);

/** For laws about shares of the requests. */
export const withoutWeights: Exemption = subject => (capabilitiesOf(subject).weights ? undefined : 'it splits no traffic');

/** What the provider can do for a canary: for the subject's own, unless another is given. Over TCP that may be less. */
export function capabilitiesOf({ provider: { capabilities }, canary }: Pick<RouterSubject, 'provider' | 'canary'>, released: Canary = canary): ProviderCapabilities {
  const isTcp = released.spec.service?.appProtocol?.toLowerCase() === 'tcp';
  return isTcp ? { ...capabilities, ...capabilities.overTcp } : capabilities;
}

/** The split that sends `canary` percent to the canary. */
export function percent(canary: number, mirrored = false): Traffic {
  return { primary: 100 - canary, canary, mirrored };
}
