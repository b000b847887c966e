import { ALERT_PROVIDERS, isCanaryError, METRIC_TEMPLATES } from '@flagger/sdk';
import type { Canary, Manifest, NamespacedRef, ObjectReader, ResourceType } from '@flagger/sdk';
import type { Catalog } from '../plugins/catalog.ts';

/** Where types are looked up. */
export interface TypeSources {
  readonly reader: ObjectReader;
  readonly catalog: Pick<Catalog, 'metrics' | 'notifiers'>;
}

/** An object that a canary refers to, and those who could serve it. */
interface Reference<T extends Manifest> {
  /** Such as `spec.analysis.alerts[0].providerRef`. */
  readonly field: string;
  readonly ref: NamespacedRef;
  /** What people call it. */
  readonly title: string;
  readonly resource: ResourceType<T>;
  readonly typeOf: (object: T) => string;
  readonly known: ReadonlyMap<string, unknown>;
  /** What comes of a type that nobody knows. */
  readonly outcome: string;
}

/**
 * The MetricTemplates and AlertProviders of a canary whose type no plug-in brings, each with those that there are.
 *
 * @differs Flagger takes Prometheus for any other type, and only logs that of a channel: `foreign-types.test.ts` "is told on the canary"
 */
export async function unknownTypes(canary: Canary, { reader, catalog }: TypeSources, signal: AbortSignal): Promise<readonly string[]> {
  if (canary.metadata.deletionTimestamp !== undefined) return [];
  const { metrics = [], alerts = [] } = canary.spec.analysis;
  const asked = metrics.map(({ templateRef }, at) => templateRef && doubtAbout(canary, {
    field: `spec.analysis.metrics[${at}].templateRef`, ref: templateRef, title: 'metric template',
    resource: METRIC_TEMPLATES, typeOf: ({ spec }) => spec.provider.type, known: catalog.metrics, outcome: 'its check fails',
  }, reader, signal));
  const told = alerts.map(({ providerRef }, at) => doubtAbout(canary, {
    field: `spec.analysis.alerts[${at}].providerRef`, ref: providerRef, title: 'alert provider',
    resource: ALERT_PROVIDERS, typeOf: ({ spec }) => spec.type, known: catalog.notifiers, outcome: 'it hears nothing',
  }, reader, signal));
  return (await Promise.all([...asked, ...told])).filter(doubt => doubt !== undefined);
}

async function doubtAbout<T extends Manifest>(canary: Canary, { field, ref, title, ...reference }: Reference<T>, reader: ObjectReader, signal: AbortSignal): Promise<string | undefined> {
  const key = { namespace: ref.namespace || (canary.metadata.namespace ?? ''), name: ref.name };
  const object = await readIfPossible(reader.get(reference.resource, key, signal), signal);
  const type = object && reference.typeOf(object);
  if (type === undefined || reference.known.has(type)) return undefined;
  const loaded = [...reference.known.keys()].sort().join(', ');
  return `${field}: ${title} ${key.name}.${key.namespace} has the type "${type}", which no plug-in brings; loaded: ${loaded}; ${reference.outcome}`;
}

/** Why something can't be read is told where it is needed. */
async function readIfPossible<T>(reading: Promise<T | undefined>, signal: AbortSignal): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    signal.throwIfAborted();
    if (!isCanaryError(error)) throw error;
    return undefined;
  }
}
