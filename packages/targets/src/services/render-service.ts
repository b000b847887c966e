import { canaryOwner, GITOPS_MARKERS } from '@flagger/sdk';
import type { Canary, CanaryService, CustomMetadata, TargetMetadata } from '@flagger/sdk';
import { keyIn } from '../access/key-in.ts';
import type { Service, ServicePort } from '../objects/service.ts';
import { targetPortOf } from './discover-ports.ts';

/** One generated Service. */
export interface ServicePlan {
  readonly canary: Canary;
  readonly service: CanaryService;
  readonly target: TargetMetadata;
  readonly name: string;
  /** Value of the selector label on the pods that it selects. */
  readonly selects: string;
  readonly custom: CustomMetadata | undefined;
}

/** A generated Service as it is created. @source flagger pkg/router/kubernetes_default.go reconcileService */
export function renderService({ canary, service, target, name, selects, custom }: ServicePlan): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      ...keyIn(canary, name),
      labels: { ...custom?.labels, [target.labelKey]: name },
      annotations: { ...custom?.annotations, ...GITOPS_MARKERS },
      ownerReferences: [canaryOwner(canary)],
    },
    spec: {
      type: 'ClusterIP',
      ...(service.headless && { clusterIP: 'None' }),
      ...(service.trafficDistribution && { trafficDistribution: service.trafficDistribution }),
      selector: { [target.labelKey]: selects },
      ports: servicePorts(service, target),
    },
  };
}

function servicePorts(service: CanaryService, target: TargetMetadata): readonly ServicePort[] {
  return [
    {
      name: service.portName || 'http',
      protocol: 'TCP',
      port: service.port,
      targetPort: targetPortOf(service),
      ...(service.appProtocol && { appProtocol: service.appProtocol }),
    },
    ...target.ports.map(({ name, port }) => ({ name, protocol: 'TCP', port, targetPort: port })),
  ];
}
