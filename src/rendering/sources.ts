/**
 * The files that rendering may look at: the workspace. Paths are the hosts' own, always with `/`, without `.` and `..`; the root is the empty text.
 * Nothing outside is ever asked for.
 */
export interface Sources {
  /** The bytes of a file, symbolic links followed; undefined for a folder and for what is not there. */
  readonly bytes: (path: string) => Uint8Array | undefined;
  /** The same as text: UTF-8, without its byte order mark. The same text object each time, as long as the file is the same. */
  readonly text: (path: string) => string | undefined;
  /** What stands in a folder, sorted by name; undefined where there is no such folder. */
  readonly list: (folder: string) => readonly SourceEntry[] | undefined;
  readonly kindOf: (path: string) => 'file' | 'folder' | undefined;
  /** The path after symbolic links; the path itself where links are not known. Undefined where a link leads out of the workspace or to nothing. */
  readonly realPath: (path: string) => string | undefined;
}

export interface SourceEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder';
  /** It is a link to something beyond what may be looked at. */
  readonly leadsOut?: true;
}
