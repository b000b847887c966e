import { definePlugin } from '@flagger/sdk';
import { gatewayApiProviders } from './gateway-api-provider.ts';

export { gatewayApiProviders } from './gateway-api-provider.ts';
export { GatewayApiRouter } from './gateway-api-router.ts';
export { adoptRules } from './adopt-rules.ts';
export { giveBackRules } from './give-back.ts';
export { renderHttpRoute } from './render-http-route.ts';
export type { RouteStyle } from './render-http-route.ts';
export { V1, V1_GRPC, V1BETA1 } from './gateway-api-versions.ts';
export default definePlugin({ name: 'gateway-api', sdk: '^1.0.0', providers: gatewayApiProviders });
