import { styleText } from 'node:util';
import type { Clock } from '@flagger/sdk';

/** What a line is about; it decides the colour. */
export type Tone = 'plain' | 'quiet' | 'good' | 'bad' | 'strong';

const STYLES: Readonly<Record<Tone, Parameters<typeof styleText>[0]>> = { plain: [], quiet: 'dim', good: 'green', bad: 'red', strong: 'bold' };

const BAR = 20;

/** Prints what happens, a line each, with the seconds since the start. Colours only where the terminal has them. */
export class Timeline {
  readonly #clock: Clock;
  readonly #startedAt: number;
  readonly #write: (text: string) => void;

  constructor(clock: Clock, write: (text: string) => void = text => void process.stdout.write(text)) {
    this.#clock = clock;
    this.#startedAt = clock.now();
    this.#write = write;
  }

  /** A line of one scenario. */
  say(scenario: string, text: string, tone: Tone = 'plain'): void {
    const time = `${(this.secondsSinceStart()).toFixed(1)}s`.padStart(6);
    this.#write(`${paint('dim', time)}  ${paint('cyan', scenario.padEnd(10))}  ${paint(STYLES[tone], text)}\n`);
  }

  /** A line of its own. */
  headline(text: string, tone: Tone = 'strong'): void {
    this.#write(`${paint(STYLES[tone], text)}\n`);
  }

  secondsSinceStart(): number {
    return (this.#clock.now() - this.#startedAt) / 1000;
  }
}

/** A share as a bar of text. */
export function bar(percent: number): string {
  const full = Math.round((percent / 100) * BAR);
  return '█'.repeat(full) + '░'.repeat(BAR - full);
}

function paint(style: Parameters<typeof styleText>[0], text: string): string {
  return Array.isArray(style) && style.length === 0 ? text : styleText(style, text, { stream: process.stdout });
}
