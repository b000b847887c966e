/** Matches a string in one way: at most one field is set. @source Istio StringMatch */
export interface StringMatch {
  readonly exact?: string;
  readonly prefix?: string;
  readonly suffix?: string;
  readonly regex?: string;
}

/** Matches by name: a header, cookie or query parameter. */
export type StringMatches = Readonly<Record<string, StringMatch>>;
