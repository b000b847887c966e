import type { ApiObject } from '../api-object.ts';
import { isObject, itemsAt, objectAt } from '../json.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { PrinterColumn, ResourceDefinition, ResourceVersion, ScalePaths } from './resource-definition.ts';

/** The resource that a CustomResourceDefinition defines. */
export function defineCustomResource(crd: ApiObject): ResourceDefinition {
  const names = objectAt(crd, 'spec', 'names') ?? {};
  const versions = itemsAt(crd, 'spec', 'versions');
  const storage = versions.find(version => version['storage'] === true) ?? versions[0];
  const kind = text(names['kind']);
  return {
    group: text(objectAt(crd, 'spec')?.['group']), kind, plural: text(names['plural']),
    singular: text(names['singular']) || kind.toLowerCase(), listKind: text(names['listKind']) || `${kind}List`,
    shortNames: texts(names['shortNames']), categories: texts(names['categories']),
    namespaced: objectAt(crd, 'spec')?.['scope'] !== 'Cluster', storageVersion: text(storage?.['name']),
    versions: versions.map(defineVersion),
    builtIn: false, createOnUpdate: false, unconditionalUpdate: false, hasGeneration: true,
  };
}

function defineVersion(version: JsonObject): ResourceVersion {
  const subresources = objectAt(version, 'subresources');
  const schema = objectAt(version, 'schema', 'openAPIV3Schema');
  const scale = objectAt(subresources, 'scale');
  const columns = itemsAt(version, 'additionalPrinterColumns') as unknown as PrinterColumn[]; // the CRD's own shape
  return {
    name: text(version['name']), served: version['served'] === true, hasStatus: isObject(subresources?.['status']),
    columns: columns.length > 0 ? columns : DEFAULT_COLUMNS,
    ...(scale === undefined ? {} : { scale: scale as unknown as ScalePaths }), // the CRD's own shape
    ...(schema === undefined ? {} : { schema }),
  };
}

const DEFAULT_COLUMNS: readonly PrinterColumn[] = [{ name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' }];

function text(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

function texts(value: JsonValue | undefined): string[] {
  return Array.isArray(value) ? value.filter(item => typeof item === 'string') : [];
}
