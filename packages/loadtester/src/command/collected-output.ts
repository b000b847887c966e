/** Keeps what a command wrote: of more than twice `halfBytes` its beginning and its end. */
export class CollectedOutput {
  readonly #halfBytes: number;
  #head = Buffer.alloc(0);
  #tail = Buffer.alloc(0);
  #omittedBytes = 0;

  constructor(halfBytes = 512 * 1024) {
    this.#halfBytes = halfBytes;
  }

  add(chunk: Buffer): void {
    const room = this.#halfBytes - this.#head.length;
    if (room > 0) this.#head = Buffer.concat([this.#head, chunk.subarray(0, room)]);
    const tail = Buffer.concat([this.#tail, chunk.subarray(Math.max(0, room))]);
    const omitted = Math.max(0, tail.length - this.#halfBytes);
    this.#omittedBytes += omitted;
    this.#tail = tail.subarray(omitted);
  }

  text(): string {
    if (this.#omittedBytes === 0) return Buffer.concat([this.#head, this.#tail]).toString('utf8');
    return `${this.#head.toString('utf8')}\n… ${this.#omittedBytes} bytes left out …\n${this.#tail.toString('utf8')}`;
  }
}
