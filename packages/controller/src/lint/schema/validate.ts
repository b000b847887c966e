import { Ajv } from 'ajv';
import type { ErrorObject, ValidateFunction } from 'ajv';
import type { Fields } from '../../old-form/fields.ts';
import { CRD_SCHEMAS } from './crd-schemas.generated.ts';

let ajv: Ajv | undefined;

/** Whether objects of the kind have a schema. */
export function hasSchema(kind: string): boolean {
  return Object.hasOwn(CRD_SCHEMAS, kind);
}

/** What the schema of its kind says against an object. */
export function schemaErrors(kind: string, value: Fields): readonly ErrorObject[] {
  const validate = validatorOf(kind);
  validate(value);
  return validate.errors ?? [];
}

/** Compiled when it is first needed. */
function validatorOf(kind: string): ValidateFunction {
  ajv ??= new Ajv({ allErrors: true, verbose: true, strict: false, unicodeRegExp: false, validateFormats: false, logger: false });
  const known = ajv.getSchema(kind);
  if (known !== undefined) return known;
  return ajv.addSchema({ ...CRD_SCHEMAS[kind], $id: kind }).getSchema(kind) ?? ajv.compile({});
}
