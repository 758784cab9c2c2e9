import type { FileSource } from './fileSource.ts';

/** What the server needs of the place that it runs in. */
export interface Platform {
  /** Where closed files are read from; `client` reads for the server what it cannot reach. */
  readonly files: (client: FileSource) => FileSource;
  /** Gives the thread back; resolves when the work may go on. */
  readonly pause: () => Promise<void>;
  /** Where a click on a code leads when the client has not said it; undefined: nowhere. */
  readonly pageOf: (code: string) => string | undefined;
}
