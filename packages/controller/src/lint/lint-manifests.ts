import type { Canary } from '@flagger/sdk';
import { applyEdits } from '../old-form/edit.ts';
import { isFields } from '../old-form/fields.ts';
import { todaysEdits } from '../old-form/todays-edits.ts';
import { renderField, valueAt } from './field-path.ts';
import type { FieldPath } from './field-path.ts';
import { findProviders } from './find-providers.ts';
import type { FoundProviders, ProviderSearch } from './find-providers.ts';
import type { Finding, Problem } from './finding.ts';
import { flaggerKind, nameOf } from './manifest-object.ts';
import type { ManifestObject } from './manifest-object.ts';
import { canaryProblems } from './rules/canary-rules.ts';
import type { LintInput } from './rules/input.ts';
import { oldFormProblems } from './rules/kind-rules.ts';
import { droppedFields, meaningProblems, structureProblems } from './rules/object-rules.ts';
import { fixFor, typeProblems } from './rules/type-rules.ts';

/** How manifests are judged. */
export interface LintSettings extends ProviderSearch {
  /** Flag `-no-cross-namespace-refs`. */
  readonly noCrossNamespaceRefs: boolean;
}

/** An object on its way through the rules. */
interface Judged {
  readonly object: ManifestObject;
  readonly problems: readonly Problem[];
  /** The schema takes it, so that its meaning can be looked at. */
  readonly sound: boolean;
}

/** Everything that is wrong with the objects, in the order of their places. @throws CanaryError PluginBroken */
export async function lintManifests(objects: readonly ManifestObject[], settings: LintSettings): Promise<readonly Finding[]> {
  const judged = objects.map(judgeForm);
  const input: LintInput = { objects: judged.map(({ object }) => object) };
  const canaries = judged.filter(({ object, sound }) => sound && flaggerKind(object.value) === 'Canary').map(({ object }) => canaryOf(object));
  const providers = await findProviders(canaries, settings);
  return judged.flatMap(({ object, problems, sound }) => {
    const meaning = sound ? [...meaningProblems(object.value, input), ...typeProblems(object.value, providers.types), ...inCanary(object, providers, settings)] : [];
    return [...problems, ...meaning].map(problem => locate(object, problem)).sort((a, b) => a.line - b.line || a.column - b.column);
  });
}

/** Says what is old, and judges the rest as it will be today. */
function judgeForm(found: ManifestObject): Judged {
  const edits = todaysEdits(found.value);
  const object = edits.length === 0 ? found : { ...found, value: applyEdits(found.value, edits), position: inOldForm(found) };
  const structure = structureProblems(object.value);
  const problems = [...oldFormProblems(found.value), ...structure, ...droppedFields(object.value)];
  return { object, problems, sound: structure.length === 0 };
}

/** Today's fields stand where those of old do. */
function inOldForm({ value, position }: ManifestObject): ManifestObject['position'] {
  const isOld = !isFields(valueAt(value, ['spec', 'analysis']));
  const places = (path: FieldPath): FieldPath => (path[1] === 'analysis' && isOld ? ['spec', 'canaryAnalysis', ...path.slice(2)] : path);
  return (path, at) => position(places(path), at);
}

function inCanary(object: ManifestObject, providers: FoundProviders, { noCrossNamespaceRefs }: LintSettings): readonly Problem[] {
  if (flaggerKind(object.value) !== 'Canary') return [];
  const canary = canaryOf(object);
  const providerName = providers.nameOf(canary);
  const provider = providers.find(providerName);
  const { loaded } = providers;
  if (provider === undefined) return [unknownProvider(providerName, providers)];
  return canaryProblems({ canary, providerName, provider, loaded, noCrossNamespaceRefs });
}

function unknownProvider(name: string, { loaded }: FoundProviders): Problem {
  const known = loaded.flatMap(({ names }) => names.map(each => each.replace(/\*$/, ''))).toSorted();
  const problem = `no plug-in brings provider ${name}; loaded: ${known.join(', ') || 'none'}`;
  return { rule: 'provider', path: ['spec', 'provider'], problem, fix: fixFor(name, known) };
}

/** The schema took the object. */
function canaryOf({ value }: ManifestObject): Canary {
  return value as unknown as Canary;
}

function locate(object: ManifestObject, { rule, severity = 'error', path, problem, fix, example, at = 'value' }: Problem): Finding {
  const position = object.position(path, at);
  return { rule, severity, file: object.file, ...position, object: nameOf(object), field: renderField(path), problem, fix, ...(example !== undefined && { example }) };
}
