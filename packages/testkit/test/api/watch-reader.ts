import type { JsonObject } from '../../src/api/json.ts';

/** One line of a watch. */
export interface WatchEvent {
  readonly type: string;
  readonly object: JsonObject & { metadata: JsonObject };
}

/** Reads a watch event by event. */
export class WatchReader {
  readonly #reader: ReadableStreamDefaultReader<string>;
  readonly #stop: AbortController;
  #rest = '';

  private constructor(reader: ReadableStreamDefaultReader<string>, stop: AbortController) {
    this.#reader = reader;
    this.#stop = stop;
  }

  /** Opens a watch. */
  static async open(url: string, headers: Record<string, string> = {}): Promise<WatchReader> {
    const stop = new AbortController();
    const response = await fetch(url, { signal: stop.signal, headers });
    if (response.body === null) throw new Error('a watch has a body');
    return new WatchReader(response.body.pipeThrough(new TextDecoderStream()).getReader(), stop);
  }

  /** The next event; undefined at the end. */
  async next(): Promise<WatchEvent | undefined> {
    for (;;) {
      const end = this.#rest.indexOf('\n');
      if (end >= 0) {
        const line = this.#rest.slice(0, end);
        this.#rest = this.#rest.slice(end + 1);
        return JSON.parse(line) as WatchEvent;
      }
      const chunk = await this.#reader.read();
      if (chunk.done) return undefined;
      this.#rest += chunk.value;
    }
  }

  /** The next events, each as `TYPE name`. */
  async take(count: number): Promise<string[]> {
    const taken: string[] = [];
    while (taken.length < count) {
      const event = await this.next();
      if (event === undefined) break;
      taken.push(`${event.type} ${String(event.object.metadata['name'] ?? '')}`.trim());
    }
    return taken;
  }

  /** Closes the watch. */
  close(): void {
    this.#stop.abort();
  }
}
