import type { Clock } from '@flagger/sdk';
import { startAppVersion } from './app-version.ts';
import type { AppBehaviour, AppVersion } from './app-version.ts';

/** Finds the version that an image's tag names. */
export interface VersionSource {
  /** Undefined: no such version runs. */
  find(image: string): AppVersion | undefined;
}

/** The versions of an application, by image tag. */
export class AppVersions implements VersionSource {
  readonly #clock: Clock;
  readonly #byTag = new Map<string, AppVersion>();

  /** The clock paces the answers. */
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Starts a version; images with this tag run it. */
  async start(tag: string, behaviour: Partial<AppBehaviour> = {}): Promise<AppVersion> {
    const version = await startAppVersion(tag, this.#clock, behaviour);
    this.#byTag.set(tag, version);
    return version;
  }

  find(image: string): AppVersion | undefined {
    return this.#byTag.get(image.slice(image.lastIndexOf(':') + 1));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#byTag.values()].map(version => version.close()));
  }
}
