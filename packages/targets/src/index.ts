export { targetsPlugin, targetsPlugin as default } from './plugin.ts';
