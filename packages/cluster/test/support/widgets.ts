import type { Manifest, ResourceType } from '@flagger/sdk';

/** A custom resource that tests install. */
export interface Widget extends Manifest {
  readonly spec?: { readonly size?: number };
  readonly status?: { readonly ready?: boolean };
}

export interface ConfigMap extends Manifest {
  readonly data?: Readonly<Record<string, string>>;
}

export const WIDGETS: ResourceType<Widget> = { apiVersion: 'test.flagger.app/v1', kind: 'Widget', plural: 'widgets', namespaced: true };
export const CONFIG_MAPS: ResourceType<ConfigMap> = { apiVersion: 'v1', kind: 'ConfigMap', plural: 'configmaps', namespaced: true };
export const NAMESPACES: ResourceType = { apiVersion: 'v1', kind: 'Namespace', plural: 'namespaces', namespaced: false };

/** The definition of widgets, for the API server to install. */
export const WIDGET_CRD = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.test.flagger.app' },
  spec: {
    group: 'test.flagger.app',
    scope: 'Namespaced',
    names: { kind: 'Widget', listKind: 'WidgetList', plural: 'widgets', singular: 'widget' },
    versions: [{
      name: 'v1', served: true, storage: true, subresources: { status: {} },
      schema: { openAPIV3Schema: { type: 'object', properties: {
        spec: { type: 'object', properties: { size: { type: 'integer', minimum: 0 } } },
        status: { type: 'object', properties: { ready: { type: 'boolean' } } },
      } } },
    }],
  },
};

export function widget(name: string, size = 1, namespace = 'test'): Widget {
  return { apiVersion: WIDGETS.apiVersion, kind: WIDGETS.kind, metadata: { name, namespace }, spec: { size } };
}

export function configMap(name: string, data: Readonly<Record<string, string>> = {}, namespace = 'test'): ConfigMap {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data };
}

/** The key of an object in the namespace of the tests. */
export function key(name: string, namespace = 'test'): { readonly namespace: string; readonly name: string } {
  return { namespace, name };
}
