/** The version of this software. */
export const VERSION = '1.0.0';

/** The commit that it was built from; set when the bundle is made. */
export const REVISION = process.env['FLAGGER_REVISION'] ?? 'unknown';

/** The version of `@flagger/sdk` that plug-ins meet. */
export const SDK_VERSION = '1.0.0';
