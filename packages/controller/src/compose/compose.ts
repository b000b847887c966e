import { createEventSink } from '@flagger/cluster';
import type { Cluster, EventSink } from '@flagger/cluster';
import { createOutbox, SharedAnswers } from '@flagger/core';
import type { Outbox } from '@flagger/core';
import type { Clock, HttpClient, Logger, Plugin } from '@flagger/sdk';
import { Container } from 'inversify';
import { createAskedBy } from '../canary/asked-by.ts';
import { CanaryEngines } from '../canary/canary-engines.ts';
import { CanaryRunner } from '../canary/canary-runner.ts';
import { createCanaryWriter } from '../canary/canary-writer.ts';
import { createKubernetesApi } from '../canary/kubernetes-api.ts';
import type { Flags } from '../flags/flags.ts';
import { createCatalog } from '../plugins/catalog.ts';
import type { Catalog } from '../plugins/catalog.ts';
import type { CanaryRecorder } from '../recorder/canary-recorder.ts';
import type { OperatorSeries } from '../recorder/operator-series.ts';
import { Dependencies } from '../run/dependencies.ts';
import { Fleet } from '../run/fleet.ts';
import { RolloutLimits } from '../run/rollout-limits.ts';
import { createGlobalNotifier } from './global-notifier.ts';
import { TOKENS } from './tokens.ts';

/** What the operator has before anything is composed. */
export interface ComposeInputs {
  readonly flags: Flags;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly http: HttpClient;
  readonly recorder: CanaryRecorder;
  readonly series: OperatorSeries;
  readonly cluster: Cluster;
  readonly meshCluster: Cluster;
  readonly plugins: readonly Plugin[];
}

/** What the operator runs. */
export interface Composed {
  readonly fleet: Fleet;
  readonly catalog: Catalog;
  readonly outbox: Outbox;
  readonly events: EventSink;
}

/** Puts the operator together. The container is asked here and never again. @throws CanaryError PluginBroken where two plug-ins claim one name */
export function compose(inputs: ComposeInputs): Composed {
  const container = new Container({ defaultScope: 'Singleton' });
  bindInputs(container, inputs);
  bindTools(container);
  bindCanaries(container);
  return {
    fleet: container.get(TOKENS.fleet),
    catalog: container.get(TOKENS.catalog),
    outbox: container.get(TOKENS.outbox),
    events: container.get(TOKENS.events),
  };
}

function bindInputs(container: Container, { plugins, ...inputs }: ComposeInputs): void {
  for (const plugin of plugins) container.bind(TOKENS.plugin).toConstantValue(plugin);
  container.bind(TOKENS.flags).toConstantValue(inputs.flags);
  container.bind(TOKENS.clock).toConstantValue(inputs.clock);
  container.bind(TOKENS.logger).toConstantValue(inputs.logger);
  container.bind(TOKENS.http).toConstantValue(inputs.http);
  container.bind(TOKENS.recorder).toConstantValue(inputs.recorder);
  container.bind(TOKENS.series).toConstantValue(inputs.series);
  container.bind(TOKENS.cluster).toConstantValue(inputs.cluster);
  container.bind(TOKENS.meshCluster).toConstantValue(inputs.meshCluster);
}

function bindTools(container: Container): void {
  const { flags, clock, logger, http, cluster, meshCluster, catalog } = TOKENS;
  container.bind(catalog).toResolvedValue((plugins: Plugin[]) => createCatalog(plugins), [
    { serviceIdentifier: TOKENS.plugin, isMultiple: true },
  ]);
  container.bind(TOKENS.outbox).toResolvedValue(log => createOutbox({ logger: log }), [logger]);
  container.bind(TOKENS.events).toResolvedValue((where, time, log) => createEventSink(where, { clock: time, logger: log }), [cluster, clock, logger]);
  container.bind(TOKENS.writer).toResolvedValue(({ store }) => createCanaryWriter(store), [cluster]);
  container.bind(TOKENS.dependencies).toResolvedValue((main, mesh) => new Dependencies([main, mesh]), [cluster, meshCluster]);
  container.bind(TOKENS.globalNotifier).toResolvedValue(
    (settings, plugged, client, log) => ({ notifier: createGlobalNotifier(settings, plugged, client, log) }),
    [flags, catalog, http, logger],
  );
}

function bindCanaries(container: Container): void {
  const { flags, clock, logger, http, cluster, meshCluster, catalog, outbox, recorder, writer, events, dependencies, series, limits } = TOKENS;
  container.bind(limits).toResolvedValue(
    ({ maxConcurrentRollouts: all, maxConcurrentRolloutsPerNamespace: perNamespace }, time) => new RolloutLimits({ all, perNamespace }, time),
    [flags, clock],
  );
  container.bind(TOKENS.shared).toResolvedValue(
    (time, log, client, channel, box, counts, writes, sink, main, measures, rolloutSlots) => ({
      clock: time, logger: log, http: client, globalNotifier: channel.notifier, outbox: box, recorder: counts, writer: writes, events: sink,
      kubernetesApi: createKubernetesApi(main), askedBy: createAskedBy(main), calls: measures.calls, answers: new SharedAnswers(time), rolloutSlots,
    }),
    [clock, logger, http, TOKENS.globalNotifier, outbox, recorder, writer, events, cluster, series, limits],
  );
  container.bind(TOKENS.admission).toResolvedValue(
    (time, log, writes, sink) => ({ clock: time, logger: log, writer: writes, events: sink }),
    [clock, logger, writer, events],
  );
  container.bind(TOKENS.engines).toResolvedValue(
    (shared, plugged, settings, main, mesh, reads) => new CanaryEngines({
      shared, catalog: plugged, flags: settings, cluster: main, meshCluster: mesh, dependencies: reads, ownerReferences: main.host === mesh.host,
    }),
    [TOKENS.shared, catalog, flags, cluster, meshCluster, dependencies],
  );
  container.bind(TOKENS.runner).toResolvedValue(
    ({ store }, engines, reads, admission, measures, slots) => new CanaryRunner({ store, engines, dependencies: reads, admission, series: measures, limits: slots }),
    [cluster, TOKENS.engines, dependencies, TOKENS.admission, series, limits],
  );
  container.bind(TOKENS.fleet).toResolvedValue(
    (main, { namespace }, time, log, runner, counts, reads, measures, slots) => new Fleet({
      cluster: main, namespace, clock: time, logger: log, runner, recorder: counts, dependencies: reads, limits: slots, onTurn: lagMs => measures.tickLag.observe(lagMs / 1000),
    }),
    [cluster, flags, clock, logger, TOKENS.runner, recorder, dependencies, series, limits],
  );
}
