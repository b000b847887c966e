/** The cluster addresses that Services hold. */
export class ServiceAddresses {
  readonly #taken = new Set<string>();
  #next = 10;

  /** Takes an address that nobody holds. */
  take(): string {
    let address = this.#address();
    while (this.#taken.has(address)) address = this.#address();
    this.#taken.add(address);
    return address;
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

  #address(): string {
    const at = this.#next++;
    return `10.0.${Math.floor(at / 250) % 250}.${1 + (at % 250)}`;
  }
}
