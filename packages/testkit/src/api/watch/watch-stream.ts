import type { ServerResponse } from 'node:http';
import type { ApiObject } from '../api-object.ts';
import { apiVersionOf } from '../api-object.ts';
import type { StatusError } from '../status-error.ts';
import type { ServedResource } from '../resources/resource-definition.ts';
import type { StoreEvent } from '../store/store-event.ts';

/** What a watch looks at and how it says so. */
export interface WatchOptions {
  readonly resource: ServedResource;
  /** '' for all. */
  readonly namespace: string;
  readonly selected: ((object: ApiObject) => boolean) | undefined;
  readonly allowsBookmarks: boolean;
  /** The JSON of an object, or of its row in a table. */
  readonly textOf: (object: ApiObject) => string;
}

/** One open watch: turns changes into lines of the response. */
export class WatchStream {
  readonly options: WatchOptions;
  readonly #response: ServerResponse;

  constructor(options: WatchOptions, response: ServerResponse) {
    this.options = options;
    this.#response = response;
  }

  /** Tells an object as it is now. */
  tellState(object: ApiObject): void {
    if (this.#shows(object)) this.#write('ADDED', this.options.textOf(object));
  }

  /** Tells a change, as far as this watch sees it: an object that leaves the selection is deleted to it. */
  tell(event: StoreEvent): void {
    const after = event.type !== 'DELETED' && this.#shows(event.object);
    const before = event.type === 'DELETED' ? this.#shows(event.object) : event.previous !== undefined && this.#shows(event.previous);
    if (!after && !before) return;
    const type = after && before ? 'MODIFIED' : after ? 'ADDED' : 'DELETED';
    this.#write(type, this.options.textOf(event.object));
  }

  /** Tells how far this watch has come. */
  bookmark(revision: number, annotations?: Readonly<Record<string, string>>): void {
    if (!this.options.allowsBookmarks) return;
    const { definition, version } = this.options.resource;
    const metadata = { resourceVersion: String(revision), ...(annotations === undefined ? {} : { annotations }) };
    const object = { kind: definition.kind, apiVersion: apiVersionOf(definition.group, version.name), metadata };
    this.#write('BOOKMARK', JSON.stringify(object));
  }

  /** Tells an error and ends. */
  fail(error: StatusError): void {
    this.#write('ERROR', JSON.stringify(error.toStatus()));
    this.end();
  }

  /** Ends the response in order. */
  end(): void {
    this.#response.end();
  }

  /** Breaks the connection off. */
  drop(): void {
    this.#response.destroy();
  }

  #shows(object: ApiObject): boolean {
    const { namespace, selected } = this.options;
    if (namespace !== '' && object.metadata['namespace'] !== namespace) return false;
    return selected === undefined || selected(object);
  }

  #write(type: string, object: string): void {
    // Between the end of the response and its 'close', the hub still lists this watch.
    if (this.#response.writableEnded) return;
    this.#response.write(`{"type":"${type}","object":${object}}\n`);
  }
}
