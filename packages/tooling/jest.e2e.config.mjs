import base from './jest.config.json' with { type: 'json' };

/** The real lane: the same transform, other tests, one at a time, on a control plane of real binaries. */
export default {
  ...base,
  testMatch: ['**/test/e2e/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  globalSetup: '<rootDir>/packages/tooling/src/e2e-setup.ts',
  maxWorkers: 1,
  testTimeout: 600_000,
};
