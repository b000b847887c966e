import { describe, expect, it } from '@jest/globals';
import type { CanaryService } from '@flagger/sdk';
import type { Container } from '../../src/objects/pod-template.ts';
import { discoverPorts, targetPortOf } from '../../src/services/discover-ports.ts';

const APP: Container = { name: 'podinfo', ports: [{ name: 'http', containerPort: 9898 }, { name: 'http-metrics', containerPort: 8080 }, { containerPort: 8888 }] };
const METRICS = { name: 'http-metrics', port: 8080 };
const UNNAMED = { name: 'tcp-podinfo-2', port: 8888 };
const HTTP = { name: 'http', port: 9898 };

describe('discoverPorts', () => {
  it.each<[string, Partial<CanaryService>, object[]]>([
    ['a port equal to service.port', { port: 9898 }, [METRICS, UNNAMED]],
    ['a port equal to a target port of 0\'s service.port', { port: 9898, targetPort: 0 }, [METRICS, UNNAMED]],
    ['a port equal to a number', { port: 80, targetPort: 9898 }, [METRICS, UNNAMED]],
    ['a port of a name', { port: 80, targetPort: 'http' }, [METRICS, UNNAMED]],
    ['nothing else', { port: 80, targetPort: 'grpc' }, [HTTP, METRICS, UNNAMED]],
    ['no port equal to service.port beside a target port', { port: 8080, targetPort: 9898 }, [METRICS, UNNAMED]],
  ])('leaves out %s', (_, service, expected) => {
    expect(discoverPorts({ port: 80, portDiscovery: true, ...service }, [APP])).toEqual(expected);
  });

  it.each<[string, CanaryService | undefined]>([['unless asked for', { port: 80 }], ['without a service', undefined]])('finds nothing %s', (_, service) => {
    expect(discoverPorts(service, [APP])).toEqual([]);
  });

  it('skips the sidecars of meshes', () => {
    const sidecar = { ports: [{ name: 'http-envoy-prom', containerPort: 15090 }] };
    expect(discoverPorts({ port: 1, portDiscovery: true }, [{ name: 'istio-proxy', ...sidecar }, { name: 'envoy', ...sidecar }, { name: 'none' }])).toEqual([]);
  });

  it('takes the last of several ports of one name', () => {
    const containers = [80, 81].map(containerPort => ({ name: `c${containerPort}`, ports: [{ name: 'web', containerPort }] }));
    expect(discoverPorts({ port: 1, portDiscovery: true }, containers)).toEqual([{ name: 'web', port: 81 }]);
  });
});

describe('targetPortOf', () => {
  it.each([[{ port: 80 }, 80], [{ port: 80, targetPort: 0 }, 80], [{ port: 80, targetPort: '0' }, 80], [{ port: 80, targetPort: 'web' }, 'web']])('%j is %s', (service, expected) => {
    expect(targetPortOf(service)).toBe(expected);
  });
});
