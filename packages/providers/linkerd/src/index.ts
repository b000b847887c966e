import { definePlugin } from '@flagger/sdk';
import { smiProviders } from './linkerd-provider.ts';

export { smiProviders } from './linkerd-provider.ts';
export { linkerdObserver, osmObserver } from './linkerd-observer.ts';
export { renderTrafficSplit } from './render-traffic-split.ts';
export { SMI_VERSIONS } from './smi-versions.ts';
export { SmiRouter } from './smi-router.ts';
export default definePlugin({ name: 'linkerd', sdk: '^1.0.0', providers: smiProviders });
