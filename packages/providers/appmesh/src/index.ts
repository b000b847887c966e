import { definePlugin } from '@flagger/sdk';
import { appMeshProviders } from './appmesh-provider.ts';

export { appMeshProviders } from './appmesh-provider.ts';
export { appMeshObserver } from './appmesh-observer.ts';
export { AppMeshRouter } from './appmesh-router.ts';
export { V1BETA1 } from './render-v1beta1.ts';
export { V1BETA2 } from './render-v1beta2.ts';
export default definePlugin({ name: 'appmesh', sdk: '^1.0.0', providers: appMeshProviders });
