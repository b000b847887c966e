import { definePlugin } from '@flagger/sdk';
import { kubernetesProvider } from './kubernetes-provider.ts';

export { kubernetesProvider } from './kubernetes-provider.ts';
export default definePlugin({ name: 'kubernetes', sdk: '^1.0.0', providers: [kubernetesProvider] });
