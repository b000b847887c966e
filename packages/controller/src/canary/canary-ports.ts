import type { LiveStore } from '@flagger/cluster';
import type { CanaryPorts } from '@flagger/core';
import type { Canary, KubernetesApi, TargetEnv } from '@flagger/sdk';
import type { Flags } from '../flags/flags.ts';
import type { Catalog } from '../plugins/catalog.ts';
import { chooseObserver } from '../plugins/choose-observer.ts';
import type { Caller, Isolation } from '../plugins/isolation/isolation.ts';
import { canaryKey } from './canary-key.ts';

/** What all canaries share. */
export interface SharedPorts extends Pick<CanaryPorts, 'clock' | 'logger' | 'http' | 'globalNotifier' | 'outbox' | 'recorder' | 'writer' | 'askedBy' | 'events' | 'calls' | 'answers' | 'rolloutSlots'> {
  /** For metric services behind the API server. */
  readonly kubernetesApi: KubernetesApi;
}

/** What ports are made from. */
export interface PortsParts {
  readonly shared: SharedPorts;
  readonly catalog: Catalog;
  readonly isolation: Isolation;
  readonly flags: Flags;
  /** Whether routing objects live in the canary's own cluster. */
  readonly ownerReferences: boolean;
}

/** Stores that know for which canary they read. */
export interface CanaryStores {
  readonly store: LiveStore;
  /** Where routing objects live. */
  readonly routes: LiveStore;
}

/** Everything that the engine needs for one canary. @throws CanaryError UnknownProvider, UnknownTarget */
export function createCanaryPorts(canary: Canary, { store, routes }: CanaryStores, parts: PortsParts): CanaryPorts {
  const { catalog, isolation, flags, shared } = parts;
  const { spec, metadata } = canary;
  const logger = shared.logger.child({ canary: `${metadata.name}.${metadata.namespace ?? ''}` });
  const providerName = spec.provider || flags.meshProvider;
  const provider = catalog.provider(providerName);
  const caller: Caller = { canary: canaryKey(canary), logger };
  const env: TargetEnv = { store, clock: shared.clock, logger, settings: targetSettings(flags) };
  return {
    ...shared,
    logger,
    reader: store,
    target: isolation.create('target', catalog.target(spec.targetRef), env, caller),
    scaler: spec.autoscalerRef && isolation.create('scaler', catalog.scaler(spec.autoscalerRef), env, caller),
    router: isolation.router(provider, {
      name: providerName, store: routes, clock: shared.clock, logger, ownerReferences: parts.ownerReferences,
      ingressAnnotationsPrefix: flags.ingressAnnotationsPrefix, ingressClass: flags.ingressClass,
    }, caller),
    capabilities: provider.capabilities,
    providerName,
    observer: chooseObserver(catalog, canary, flags.meshProvider),
    metricsServer: spec.metricsServer || flags.metricsServer,
    metricFactories: isolation.factories('metric provider', catalog.metrics, caller),
    notifierFactories: isolation.factories('notifier', catalog.notifiers, caller),
    eventWebhookUrl: flags.eventWebhook,
    clusterName: flags.clusterName,
  };
}

/** What of a canary decides about its ports: where it changes, new ones are needed. */
export function portsFingerprint({ metadata, spec }: Canary): string {
  const { provider, metricsServer, targetRef, autoscalerRef } = spec;
  return JSON.stringify([metadata.uid, provider, metricsServer, targetRef, autoscalerRef?.apiVersion, autoscalerRef?.kind]);
}

function targetSettings(flags: Flags): TargetEnv['settings'] {
  return { selectorLabels: flags.selectorLabels, includeLabelPrefixes: flags.includeLabelPrefix, configTracking: flags.enableConfigTracking };
}
