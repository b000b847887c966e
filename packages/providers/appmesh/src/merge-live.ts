import { isDeepStrictEqual } from 'node:util';
import { withDesired } from '@flagger/sdk';
import type { AppMeshObject, DesiredObject } from './appmesh-types.ts';

/** The live object as it must become; the very same where it is that already. What AWS's controller wrote into its spec stays. */
export function mergeLive(live: AppMeshObject, { object, ownsMetadata }: DesiredObject): AppMeshObject {
  const spec = { ...awsFields(live), ...object.spec };
  if (ownsMetadata) return withDesired(live, { ...object, spec });
  const annotations = { ...live.metadata.annotations, ...object.metadata.annotations };
  if (isDeepStrictEqual(live.spec, spec) && isDeepStrictEqual(live.metadata.annotations ?? {}, annotations)) return live;
  return { ...live, metadata: { ...live.metadata, ...(Object.keys(annotations).length > 0 && { annotations }) }, spec };
}

function awsFields({ spec: { awsName, meshRef } = {} }: AppMeshObject): NonNullable<AppMeshObject['spec']> {
  return { ...(awsName !== undefined && { awsName }), ...(meshRef !== undefined && { meshRef }) };
}
