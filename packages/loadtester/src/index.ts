export { createLoadTester } from './load-tester.ts';
export type { LoadTester, LoadTesterOptions } from './load-tester.ts';
export type { Settings } from './settings/settings.ts';
export { defaultSettings, parseSettings } from './settings/parse-settings.ts';
export type { CommandLine } from './settings/parse-settings.ts';
