import process from 'node:process';
import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { checkAnswered, checkExposure, checkPromoted, checkRolledBack, checkShares, checkUnseen } from './checks.ts';
import type { Check } from './checks.ts';
import { readOptions, USAGE } from './demo-options.ts';
import type { DemoOptions } from './demo-options.ts';
import { printInvitation } from './invitation.ts';
import { LEGEND } from './legend.ts';
import { BLUE_GREEN, WEIGHTED } from './manifests.ts';
import { startPlayground } from './playground.ts';
import type { Playground } from './playground.ts';
import { Scenario } from './scenario.ts';
import { Timeline } from './timeline.ts';

/** The story takes two minutes of the controller's time; this much more is far too much. */
const LIMIT_MS = { real: 30_000, ofController: 600_000 };
/** A stall of this length can look like a slow or dead service at a fast clock. */
const STALL_MS = 300;
/** What shells report for a program that Ctrl+C ended. */
const INTERRUPTED = 130;

process.exitCode = await main(readOptions(process.argv.slice(2)));

async function main(options: DemoOptions | undefined): Promise<number> {
  if (options === undefined) {
    process.stdout.write(USAGE);
    return 0;
  }
  const stopped = new AbortController();
  process.once('SIGINT', () => stopped.abort('interrupted'));
  process.once('SIGTERM', () => stopped.abort('terminated'));
  // A reader such as head may leave before the end; the controller's process must not stay behind.
  process.stdout.on('error', () => stopped.abort('nobody reads'));
  const delay = monitorEventLoopDelay();
  delay.enable();
  const playground = await startPlayground(options, stopped.signal);
  try {
    const code = await tell(playground, options, stopped.signal);
    if (code !== 0 && delay.max / 1e6 > STALL_MS) process.stdout.write(busyMachine(delay.max / 1e6));
    return code;
  } catch (error) {
    if (stopped.signal.aborted) return INTERRUPTED;
    process.stderr.write(`${String(error)}\n--- end of the controller's log\n${playground.controller.logTail()}\n`);
    return 1;
  } finally {
    await playground.close();
  }
}

function busyMachine(stallMs: number): string {
  return `\nThis machine is busy: the demo stood still for up to ${stallMs.toFixed(0)} ms. Slower time forgives more: npm run demo -- --speed=2\n`;
}

async function tell(playground: Playground, options: DemoOptions, stopped: AbortSignal): Promise<number> {
  const timeline = new Timeline(playground.clock);
  timeline.headline(`Releases on an API server at ${playground.api.url}; the controller's clock runs ${options.speed} times as fast, requests are real and in real time`);
  timeline.headline(LEGEND, 'quiet');
  const istio = new Scenario(playground, timeline, { provider: 'istio', strategy: WEIGHTED, counted: 'mesh', requestsPerSecond: 100 });
  const kubernetes = new Scenario(playground, timeline, { provider: 'kubernetes', strategy: BLUE_GREEN, counted: 'app', requestsPerSecond: 50 });
  const signal = AbortSignal.any([stopped, AbortSignal.timeout(LIMIT_MS.real + LIMIT_MS.ofController / options.speed), controllerEnd(playground)]);
  try {
    const checks = (await Promise.all([weightedStory(istio, signal), blueGreenStory(kubernetes, signal)])).flat();
    printChecks(checks, timeline);
    if (options.keep) await keepRunning(playground, timeline, stopped);
    return checks.every(({ holds }) => holds) ? 0 : 1;
  } finally {
    istio.stop();
    kubernetes.stop();
  }
}

function printChecks(checks: readonly Check[], timeline: Timeline): void {
  timeline.headline(`\nWhat was proven, in ${timeline.secondsSinceStart().toFixed(0)} seconds:`);
  for (const { holds, text } of checks) timeline.headline(`  ${holds ? '✓' : '✗'} ${text}`, holds ? 'good' : 'bad');
}

async function keepRunning(playground: Playground, timeline: Timeline, stopped: AbortSignal): Promise<void> {
  printInvitation(playground, timeline);
  if (!stopped.aborted) await once(stopped, 'abort');
}

async function weightedStory(scenario: Scenario, signal: AbortSignal): Promise<readonly Check[]> {
  await scenario.deploy(signal);
  const good = await scenario.release('2.0.0', signal);
  const bad = await scenario.release('3.0.0', signal);
  return [
    ...checkPromoted('istio', good), checkShares('istio', good),
    ...checkRolledBack('istio', '2.0.0', bad), checkExposure('istio', bad), checkAnswered('istio', [good, bad]),
  ];
}

async function blueGreenStory(scenario: Scenario, signal: AbortSignal): Promise<readonly Check[]> {
  await scenario.deploy(signal);
  const good = await scenario.release('2.0.0', signal);
  const bad = await scenario.release('3.0.0', signal);
  return [
    ...checkPromoted('kubernetes', good), checkUnseen('kubernetes', good),
    ...checkRolledBack('kubernetes', '2.0.0', bad), checkUnseen('kubernetes', bad), checkAnswered('kubernetes', [good, bad]),
  ];
}

/** Aborts when the controller's process ends before it is asked to. */
function controllerEnd({ controller }: Playground): AbortSignal {
  const ended = new AbortController();
  void controller.ended.then(() => ended.abort('the controller has ended'));
  return ended.signal;
}
