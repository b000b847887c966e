import { readdirSync, readFileSync } from 'node:fs';
import { serviceNames } from '@flagger/sdk';
import type { Canary, Manifest, Observer, RouteSubject } from '@flagger/sdk';
import { load } from 'js-yaml';

/** What an operator was seen to write and to ask for one canary. */
export interface RouteRecording {
  readonly subject: RouteSubject;
  /** Objects of users that were there. */
  readonly given: readonly Manifest[];
  /** The routing object each time that it changed. */
  readonly states: readonly { readonly canaryPercent: number; readonly object: Manifest }[];
  /** Queries of the built-in checks, sorted, over the windows of the canary's metrics. */
  readonly queries: readonly string[];
}

interface RecordingFile extends Omit<RouteRecording, 'subject' | 'given'> {
  readonly canary: Canary;
  readonly given?: readonly Manifest[];
}

/** The recordings in a folder of YAML files, with their names. */
export function readRouteRecordings(folder: URL): readonly (readonly [name: string, recording: RouteRecording])[] {
  return readdirSync(folder).map(file => {
    const { canary, given = [], states, queries } = load(readFileSync(new URL(file, folder), 'utf8')) as RecordingFile;
    const target = { labelKey: 'app', labelValue: canary.spec.targetRef.name, ports: [] };
    return [file.replace(/\.yaml$/, ''), { subject: { canary, target }, given, states, queries }] as const;
  });
}

/** What an observer asks for the metrics of a canary: the success rate in the first metric's window, the duration in the second's. */
export function askedQueries({ successRate, duration, names }: Observer, { canary }: RouteSubject): readonly string[] {
  const { metadata, spec } = canary;
  const target = spec.targetRef.name;
  const values: Readonly<Record<string, string>> = {
    name: metadata.name, namespace: metadata.namespace ?? '', target, service: serviceNames(canary).apex,
    ingress: spec.ingressRef?.name ?? target, route: spec.routeRef?.name ?? target,
  };
  const valueOf = (name: string): string => (names === 'words' ? (values[name] ?? '').replace(/\W/g, '_') : (values[name] ?? ''));
  const asked = ({ query }: { readonly query: string }, interval = ''): string =>
    query.replace(/\{\{ (\w+) \}\}/g, (_, name: string) => (name === 'interval' ? interval : valueOf(name)));
  const [rate, time] = spec.analysis.metrics ?? [];
  return [asked(successRate, rate?.interval), asked(duration, time?.interval)].toSorted();
}
