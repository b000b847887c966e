import { definePlugin } from '@flagger/sdk';
import { istioProvider } from './istio-provider.ts';

export { istioProvider } from './istio-provider.ts';
export { IstioRouter } from './istio-router.ts';
export { istioObserver } from './istio-observer.ts';
export { renderDestinationRule } from './render-destination-rule.ts';
export { renderVirtualService } from './render-virtual-service.ts';
export default definePlugin({ name: 'istio', sdk: '^1.0.0', providers: [istioProvider] });
