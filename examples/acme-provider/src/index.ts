// #region plugin
import { definePlugin } from '@flagger/sdk';
import { acmeProvider } from './acme-provider.ts';

/** What `--providers=@acme/flagger-provider` loads. */
export default definePlugin({ name: 'acme', sdk: '^1.0.0', providers: [acmeProvider] });
// #endregion
