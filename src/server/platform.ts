import type { FileEvent } from 'vscode-languageserver';
import type { Translations } from '../base/message.ts';
import type { FileSource } from './fileSource.ts';

/** What the server needs of the place that it runs in. */
export interface Platform {
  /** Where closed files are read from; `client` reads for the server what it cannot reach. */
  readonly files: (client: FileSource) => FileSource;
  /** Tells of what happens to files in folders, for a client that does not; `isExcluded` as in `FileSource`. Returns what ends it. Absent where nothing can be watched. */
  readonly watch?: (
    folders: readonly string[],
    isExcluded: (uri: string) => boolean,
    listener: (events: readonly FileEvent[]) => void,
  ) => () => void;
  /** The client says where the server's script lies; absent where the script knows it by itself. */
  readonly scriptIsAt?: (address: string) => void;
  /** The texts in the language of a client that brings none; `locale` is a BCP 47 tag. Absent where the script has no files beside it. */
  readonly translationsFor?: (locale: string) => Translations | undefined;
  /** Gives the thread back; resolves when the work may go on. */
  readonly pause: () => Promise<void>;
  /** Where a click on a code leads when the client has not said it; undefined: nowhere. */
  readonly pageOf: (code: string) => string | undefined;
}
