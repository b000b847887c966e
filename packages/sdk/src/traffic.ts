/** How live requests are split. Percent, adding up to 100. @source flagger pkg/router/router.go GetRoutes, SetRoutes */
export interface Traffic {
  readonly primary: number;
  readonly canary: number;
  /** Requests to the primary are copied to the canary. */
  readonly mirrored: boolean;
}

/** How traffic is split between releases, and where routes begin. */
export const ALL_TO_PRIMARY: Traffic = { primary: 100, canary: 0, mirrored: false };
