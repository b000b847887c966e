/** A provider that cannot be created as asked; the message says why, and what is allowed. */
export class CreationRefused extends Error {
  override readonly name = 'CreationRefused';
}
