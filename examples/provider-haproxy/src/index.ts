import { definePlugin } from '@flagger/sdk';
import { haproxyProvider } from './haproxy-provider.ts';

/** What `--providers=@acme/flagger-provider-haproxy` loads. */
export default definePlugin({ name: 'haproxy', sdk: '^1.0.0', providers: [haproxyProvider] });
