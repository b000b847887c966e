/** What lint looks for, by the id that each finding carries; the ids never change. */
export const RULES = {
  unreadable: 'A file that can not be read.',
  yaml: 'Text that is no YAML.',
  kind: "A kind that is not Flagger's, or none.",
  metadata: 'Names, labels and annotations that Kubernetes refuses.',
  'old-version': 'A version that no API server serves any more, such as `flagger.app/v1alpha3`.',
  'old-form': '`spec.canaryAnalysis`, which is `spec.analysis` today.',
  required: 'A field that must be there.',
  type: 'A value of another type than the field has.',
  enum: 'A word that is none of those that are allowed.',
  pattern: 'A text of the wrong form.',
  range: 'A number, text or list that is too small or too large by the schema.',
  'one-of': 'Fields of which exactly one must be there.',
  'unknown-field': 'A field that the schema does not know, and that the API server therefore refuses or drops.',
  spec: 'What the operator refuses: Knative without its provider, one name for two cookies, blocked references.',
  provider: 'A provider, or a type of MetricTemplate or AlertProvider, that no plug-in brings.',
  'provider-field': 'A field without which the provider can not work.',
  capability: 'An analysis that the provider can not run.',
  weight: 'Weights and percentages that lead nowhere.',
  number: 'A number that must be whole, or is out of range.',
  duration: 'A text that is no duration.',
  metric: 'A metric that asks nothing, or that no value or every value passes.',
  webhook: 'A webhook that can not be called, or never is.',
  template: 'A query template that can not be rendered, or a variable that it lacks.',
  reference: 'A MetricTemplate, an AlertProvider or a Secret that is not in the input, or not as it must be.',
} as const satisfies Readonly<Record<string, string>>;

/** One of {@link RULES}. */
export type RuleId = keyof typeof RULES;
