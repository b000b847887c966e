import type { Manifest, ResourceType } from '../manifest.ts';

/** A chat channel. The Secret's `address` goes before `spec.address`; its `token` is sent as a bearer. @source flagger AlertProviderSpec */
export interface AlertProviderSpec {
  readonly type: string;
  readonly channel?: string;
  readonly username?: string;
  readonly address?: string;
  readonly proxy?: string;
  readonly secretRef?: { readonly name: string };
}

/** Where alerts of canaries go. */
export interface AlertProvider extends Manifest {
  readonly spec: AlertProviderSpec;
}

/** Where alert providers live in the API. */
export const ALERT_PROVIDERS: ResourceType<AlertProvider> = {
  apiVersion: 'flagger.app/v1beta1',
  kind: 'AlertProvider',
  plural: 'alertproviders',
  namespaced: true,
};
