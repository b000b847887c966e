/** The version of this software. */
export const VERSION = '1.0.0';
