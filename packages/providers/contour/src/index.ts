import { definePlugin } from '@flagger/sdk';
import { contourProvider } from './contour-provider.ts';

export { contourObserver } from './contour-observer.ts';
export { contourProvider } from './contour-provider.ts';
export { ContourRouter } from './contour-router.ts';
export { renderHttpProxy } from './render-http-proxy.ts';
export default definePlugin({ name: 'contour', sdk: '^1.0.0', providers: [contourProvider] });
