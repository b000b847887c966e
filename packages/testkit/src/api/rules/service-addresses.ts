const FIRST_NODE_PORT = 30_000;
const HOSTS = 250;

/** The cluster addresses and node ports that Services hold. */
export class ServiceAddresses {
  readonly #taken = new Set<string>();
  #next = 10;
  #nextNodePort = FIRST_NODE_PORT;

  /** The address that would be taken next. */
  peek(): string {
    while (this.#taken.has(this.#address())) this.#next += 1;
    return this.#address();
  }

  /** Takes an address that nobody holds. */
  take(): string {
    const address = this.peek();
    this.#taken.add(address);
    return address;
  }

  /** Whether nobody holds this address. */
  isFree(address: string): boolean {
    return !this.#taken.has(address);
  }

  /** Takes this very address; false where somebody holds it. */
  claim(address: string): boolean {
    if (this.#taken.has(address)) return false;
    this.#taken.add(address);
    return true;
  }

  /** Gives an address back. */
  release(address: string): void {
    this.#taken.delete(address);
  }

  /** Takes a node port that nobody holds. */
  takeNodePort(): number {
    return this.#nextNodePort++;
  }

  #address(): string {
    return `10.0.${Math.floor(this.#next / HOSTS) % HOSTS}.${1 + (this.#next % HOSTS)}`;
  }
}
