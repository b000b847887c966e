import type { ServedResource } from '../resources/resource-definition.ts';

/** What the server does with fields that the schema does not know. */
export type FieldValidation = 'Ignore' | 'Warn' | 'Strict';

/** A write, apart from its body. */
export interface WriteRequest {
  readonly resource: ServedResource;
  /** '' for cluster-scoped resources. */
  readonly namespace: string;
  /** '' for the object itself. */
  readonly subresource: string;
  readonly dryRun: boolean;
  readonly fieldManager: string;
  /** The request names its field manager itself. */
  readonly namesManager: boolean;
  readonly fieldValidation: FieldValidation;
  /** Server-side apply takes fields from other managers. */
  readonly force: boolean;
  /** Server-side apply keeps the managed fields itself. */
  readonly isApply: boolean;
  /** Takes warnings that go with the answer. */
  readonly warn: (message: string) => void;
}
