import { canaryOwner } from '@flagger/sdk';
import type { Canary, Manifest } from '@flagger/sdk';
import { queryFailed } from './failures.ts';

const LABEL = 'flagger.app/canary';
const LONGEST_LABEL = 63;
/** How long what a Job leaves behind stays, where nobody deletes it. */
const KEPT_S = 300;

/** A Job to create. */
export interface JobManifest extends Manifest {
  readonly spec: Readonly<Record<string, unknown>>;
}

/** Where a Job goes and what it is called. */
export interface JobFacts {
  readonly name: string;
  readonly canary: Canary;
  readonly timeoutSeconds: number;
}

/**
 * A Job from a query: YAML with a `spec` and, if wanted, labels and annotations. It is the canary's, so that it goes with it, and it
 * ends by itself, even where nobody waits for it any more.
 *
 * @throws CanaryError QueryFailed, where the query is no Job
 */
export async function readJob(query: string, { name, canary, timeoutSeconds }: JobFacts): Promise<JobManifest> {
  const job = await parse(query);
  const spec = job['spec'];
  if (!isObject(spec) || !isObject(spec['template'])) throw notAJob('has no spec.template');
  for (const [field, wanted] of [['apiVersion', 'batch/v1'], ['kind', 'Job']] as const) {
    if ((job[field] ?? wanted) !== wanted) throw notAJob(`${field} is ${JSON.stringify(job[field])}, allowed: ${wanted}`);
  }
  const { labels, annotations } = isObject(job['metadata']) ? job['metadata'] : {};
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name,
      namespace: canary.metadata.namespace ?? '',
      labels: { ...texts(labels), [LABEL]: canary.metadata.name.slice(0, LONGEST_LABEL).replace(/[.-]+$/, '') },
      ...(isObject(annotations) && { annotations: texts(annotations) }),
      ownerReferences: [canaryOwner(canary)],
    },
    spec: { backoffLimit: 0, activeDeadlineSeconds: timeoutSeconds, ttlSecondsAfterFinished: KEPT_S, ...spec },
  };
}

async function parse(query: string): Promise<Readonly<Record<string, unknown>>> {
  const { parse: parseYaml, YAMLError } = await import('yaml');
  try {
    const job: unknown = parseYaml(query);
    if (isObject(job)) return job;
  } catch (error) {
    if (!(error instanceof YAMLError)) throw error;
    throw notAJob(`can't be read: ${error.message}`);
  }
  throw notAJob('is no object');
}

function texts(value: unknown): Record<string, string> {
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, text]) => [key, String(text)])) : {};
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function notAJob(reason: string): Error {
  return queryFailed(`unexpected query format. the query must be a Job of batch/v1 as YAML; it ${reason}`);
}
