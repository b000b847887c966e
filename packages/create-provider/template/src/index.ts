import { definePlugin } from '@flagger/sdk';
import { myMeshProvider } from './my-mesh-provider.ts';

export { myMeshProvider } from './my-mesh-provider.ts';

/** What the operator loads: `sdk` is the range of versions of `@flagger/sdk` that this plug-in works with. */
export default definePlugin({ name: 'my-mesh', sdk: '^1.0.0', providers: [myMeshProvider] });
