/** A mistake in a template that shows when it runs, such as comparing text with a number. */
export class TemplateMistake extends Error {
  override readonly name = 'TemplateMistake';
}
