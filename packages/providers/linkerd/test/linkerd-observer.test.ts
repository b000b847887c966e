import { describe, expect, it } from '@jest/globals';
import plugin, { linkerdObserver, osmObserver } from '../src/index.ts';

describe('the checks', () => {
  it('are those of the mesh; other meshes are measured by Istio', () => {
    expect(plugin.providers.map(({ names, observer }) => [names[0], observer.successRate.query.match(/rate\( (\w+)\{/)?.[1], observer.duration.unit])).toEqual([
      ['linkerd', 'response_total', 'milliseconds'], ['osm', 'osm_request_total', 'milliseconds'],
      ['smi:v1alpha1*', 'istio_requests_total', 'milliseconds'], ['smi:v1alpha2*', 'istio_requests_total', 'milliseconds'], ['smi:v1alpha3*', 'istio_requests_total', 'milliseconds'],
    ]);
  });

  it('of Linkerd ask its proxies', () => {
    expect(linkerdObserver.successRate.query).toBe(
      ' sum( rate( response_total{ namespace="{{ namespace }}", deployment=~"{{ target }}", classification!="failure", direction="inbound" }[{{ interval }}] ) ) / sum( rate( response_total{ namespace="{{ namespace }}", deployment=~"{{ target }}", direction="inbound" }[{{ interval }}] ) ) * 100',
    );
  });

  it('of Open Service Mesh ask its proxies', () => {
    expect([osmObserver.successRate.query, osmObserver.duration.query]).toEqual([
      ' sum( rate( osm_request_total{ destination_namespace="{{ namespace }}", destination_kind="Deployment", destination_name="{{ target }}", response_code!~"5.*" }[{{ interval }}] ) ) / sum( rate( osm_request_total{ destination_namespace="{{ namespace }}", destination_kind="Deployment", destination_name="{{ target }}" }[{{ interval }}] ) ) * 100',
      ' histogram_quantile( 0.99, sum( rate( osm_request_duration_ms_bucket{ destination_namespace="{{ namespace }}", destination_kind="Deployment", destination_name="{{ target }}" }[{{ interval }}] ) ) by (le) )',
    ]);
  });
});
