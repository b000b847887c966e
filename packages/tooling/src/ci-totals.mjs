// Plain JavaScript: it also has to run where `npm ci` failed and an older Node is the only one.
import { existsSync, readFileSync } from 'node:fs';

/** Passed and failed tests of one lane; a lane that left no results, and a file that did not run, each count as one failure. */
function count(path) {
  if (!existsSync(path)) return { passed: 0, failed: 1 };
  const result = JSON.parse(readFileSync(path, 'utf8'));
  return { passed: result.numPassedTests, failed: result.numFailedTests + result.numRuntimeErrorTestSuites };
}

const lanes = process.argv.slice(2).map(count);
const sum = key => lanes.reduce((total, lane) => total + lane[key], 0);
process.stdout.write(`${sum('passed')} passed, ${sum('failed')} failed\n`);
process.exitCode = sum('failed') === 0 ? 0 : 1;
