import { establish } from '../resources/custom-resources.ts';
import type { KindRules } from './kind-rules.ts';
import { namespaceRules } from './namespaces.ts';
import { defaultSecret } from './secret.ts';
import { timestamp } from './timestamp.ts';

/** The rules of the built-in kinds, by kind. */
export const BUILTIN_RULES: Readonly<Record<string, KindRules>> = {
  Namespace: namespaceRules,
  Secret: { defaults: defaultSecret },
  Node: { keepsStatusOnCreate: true },
  CustomResourceDefinition: { prepareCreate: (draft, state) => establish(draft, timestamp(state.clock.now())) },
};
