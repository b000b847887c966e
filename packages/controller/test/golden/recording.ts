/** One thing that left the controller, or that the scenario did. */
export type TraceEntry =
  | { readonly tick: number; readonly kind: 'mark'; readonly note: string }
  | { readonly tick: number; readonly kind: 'write'; readonly verb: string; readonly resource: string; readonly name?: string; readonly code: number; readonly body?: StoredObject }
  | { readonly tick: number; readonly kind: 'query'; readonly path: string; readonly query: string; readonly auth?: string }
  | { readonly tick: number; readonly kind: 'hook'; readonly path: string; readonly payload: HookPayload }
  | { readonly tick: number; readonly kind: 'event'; readonly phase: string; readonly type: string; readonly message: string }
  | { readonly tick: number; readonly kind: 'alert'; readonly path: string; readonly headers: unknown; readonly payload: unknown }
  | { readonly tick: number; readonly kind: 'vendor'; readonly params: readonly (readonly [string, string])[] };

export interface HookPayload {
  readonly metadata?: { readonly eventMessage?: string };
}

export interface StoredObject {
  readonly kind?: string;
  readonly spec?: { readonly ports?: readonly { readonly port: number }[] } & Record<string, unknown>;
  readonly status?: RecordedStatus;
}

export interface RecordedStatus {
  readonly phase: string;
  readonly canaryWeight: number;
  readonly iterations: number;
  readonly failedChecks: number;
  readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason: string; readonly message: string }[];
}

/** What a controller did in one scenario. */
export interface Recording {
  readonly scenario: string;
  readonly phases: readonly (readonly [string, number, number, number])[];
  readonly trace: readonly TraceEntry[];
  readonly final: Readonly<Record<string, StoredObject>>;
}

/** An entry as it is heard, before it is put in order. */
export type Heard = Omit<TraceEntry, 'tick'> & { readonly at: number };

const RUNNING_VALUES = new Set([
  'uid', 'resourceVersion', 'creationTimestamp', 'managedFields', 'generation', 'selfLink', 'clusterIP', 'clusterIPs', 'lastUpdateTime', 'lastTransitionTime',
  'observedGeneration', 'deployment.kubernetes.io/revision', 'deprecated.daemonset.template.generation',
]);

/** A gap longer than this, or a mark, begins a new tick of the trace. */
const TICK_GAP_MS = 2500;

/** Puts what was heard in order and replaces values that differ from run to run. */
export function makeRecording(scenario: string, heard: readonly Heard[], final: Record<string, unknown>): Recording {
  const ordered = [...heard].sort((a, b) => a.at - b.at);
  const cleaned = normalise(ordered) as Heard[];
  let tick = 0;
  let last = 0;
  const trace = cleaned.map((entry, index) => {
    const at = ordered[index]?.at ?? 0;
    if (at - last > TICK_GAP_MS || entry.kind === 'mark') tick++;
    last = at;
    const { at: _at, ...rest } = entry;
    return { tick, ...rest } as TraceEntry;
  });
  return { scenario, phases: phasesOf(trace), trace, final: normalise(final) as Recording['final'] };
}

function phasesOf(trace: readonly TraceEntry[]): Recording['phases'] {
  const rows: [string, number, number, number][] = [];
  for (const entry of trace) {
    if (entry.kind !== 'write' || !entry.resource.endsWith('canaries/status') || entry.body?.status === undefined) continue;
    const { phase, canaryWeight, iterations, failedChecks } = entry.body.status;
    const row: [string, number, number, number] = [phase, canaryWeight, iterations, failedChecks];
    if (JSON.stringify(rows.at(-1)) !== JSON.stringify(row)) rows.push(row);
  }
  return rows;
}

/** Drops what the API server fills in and names what is random, in the order in which it is met. */
function normalise(value: unknown): unknown {
  const names = new Map<string, string>();
  const nameOf = (kind: string, text: string): string => {
    const key = kind + text;
    if (!names.has(key)) names.set(key, `<${kind}-${[...names.keys()].filter(known => known.startsWith(kind)).length + 1}>`);
    return names.get(key) ?? '';
  };
  const walk = (node: unknown, key = ''): unknown => {
    if (Array.isArray(node)) return node.map(item => walk(item));
    if (node !== null && typeof node === 'object') return walkObject(node as Record<string, unknown>);
    return typeof node === 'string' ? anonymous(node, key, nameOf) : node;
  };
  const walkObject = (node: Record<string, unknown>): unknown =>
    Object.fromEntries(
      Object.entries(node)
        .filter(([key, child]) => !(RUNNING_VALUES.has(key) && !(key === 'clusterIP' && child === 'None')))
        .filter(([key]) => !(key === 'status' && node['kind'] !== undefined && node['kind'] !== 'Canary'))
        .map(([key, child]) => [key, walk(child, key)]),
    );
  return walk(value);
}

function anonymous(text: string, key: string, nameOf: (kind: string, text: string) => string): string {
  if (text === '') return text;
  if (key === 'flagger-id') return '<uuid>';
  if (key.includes('AffinityCookie')) return text.replace(/=.*/, '=<random>');
  if (key === 'lastAppliedSpec' || key === 'lastPromotedSpec') return nameOf('hash-', text);
  if (key === 'checksum') return nameOf('checksum-', text);
  if (/Max-Age=|\.\*.*\.\*/.test(text)) return text.replace(/=[a-zA-Z]{10}\b/g, '=<random>').replace(/\.\*[a-zA-Z]{10}\.\*/, '.*<random>.*');
  return text;
}
