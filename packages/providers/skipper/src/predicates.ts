/** The route is taken, before others that match the same requests. */
export const TAKEN = 'Weight(100)';
/** The route is never taken. */
export const NEVER_TAKEN = 'False()';

/**
 * Skipper predicates with `first` at their head, and nothing that contradicts it.
 *
 * @example
 * withPredicate('False() && Header("a", "b")', TAKEN); // 'Weight(100) && Header("a", "b")'
 * @source flagger pkg/router/skipper.go insertPredicate
 */
export function withPredicate(predicates: string, first: typeof TAKEN | typeof NEVER_TAKEN): string {
  const others = partsOf(predicates).filter(each => each !== TAKEN && each !== NEVER_TAKEN);
  return [first, ...others].join(' && ');
}

/** Whether predicates say if the route is taken: a route without has no say against the user's own. */
export function isDecided(predicates: string): boolean {
  return partsOf(predicates).some(each => each === TAKEN || each === NEVER_TAKEN);
}

function partsOf(predicates: string): readonly string[] {
  return predicates.split('&&').map(each => each.trim()).filter(Boolean);
}
