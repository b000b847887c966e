export { createProvider } from './create-provider.ts';
export { CreationRefused } from './creation-refused.ts';
export type { Filling } from './fill-template.ts';
export { readProviderName } from './provider-name.ts';
export type { ProviderName } from './provider-name.ts';
