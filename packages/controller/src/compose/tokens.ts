import type { Cluster, EventSink } from '@flagger/cluster';
import type { CanaryWriter, Outbox } from '@flagger/core';
import type { Clock, HttpClient, Logger, Notifier, Plugin } from '@flagger/sdk';
import type { ServiceIdentifier } from 'inversify';
import type { AdmissionParts } from '../canary/admission.ts';
import type { CanaryEngines } from '../canary/canary-engines.ts';
import type { SharedPorts } from '../canary/canary-ports.ts';
import type { CanaryRunner } from '../canary/canary-runner.ts';
import type { Flags } from '../flags/flags.ts';
import type { Catalog } from '../plugins/catalog.ts';
import type { CanaryRecorder } from '../recorder/canary-recorder.ts';
import type { OperatorSeries } from '../recorder/operator-series.ts';
import type { Dependencies } from '../run/dependencies.ts';
import type { Fleet } from '../run/fleet.ts';
import type { RolloutLimits } from '../run/rollout-limits.ts';

const token = <T>(name: string): ServiceIdentifier<T> => Symbol(name);

/** What the container holds. */
export const TOKENS = {
  flags: token<Flags>('flags'),
  clock: token<Clock>('clock'),
  logger: token<Logger>('logger'),
  http: token<HttpClient>('http'),
  recorder: token<CanaryRecorder>('recorder'),
  series: token<OperatorSeries>('series'),
  cluster: token<Cluster>('cluster'),
  /** Where routing objects live; often the same. */
  meshCluster: token<Cluster>('mesh cluster'),
  /** One binding for each plug-in. */
  plugin: token<Plugin>('plugin'),
  catalog: token<Catalog>('catalog'),
  outbox: token<Outbox>('outbox'),
  events: token<EventSink>('events'),
  writer: token<CanaryWriter>('writer'),
  /** In a box: there may be none. */
  globalNotifier: token<{ readonly notifier: Notifier | undefined }>('global notifier'),
  dependencies: token<Dependencies>('dependencies'),
  limits: token<RolloutLimits>('rollout limits'),
  shared: token<SharedPorts>('shared ports'),
  admission: token<AdmissionParts>('admission'),
  engines: token<CanaryEngines>('engines'),
  runner: token<CanaryRunner>('runner'),
  fleet: token<Fleet>('fleet'),
} as const;
