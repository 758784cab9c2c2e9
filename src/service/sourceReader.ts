/** What stands in a folder. */
export interface FolderEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder';
  /** It is a link to something beyond what may be looked at. */
  readonly leadsOut?: true;
}

/**
 * Reads what rendering needs besides manifests: what a kustomization or a chart names, and what lies in a chart. Paths are the host's own, and never lead out of the workspace
 * by `..`; whoever reads them sees to links. Never rejects for a file that is not there.
 */
export interface SourceReader {
  /** In the order asked for; undefined for what is no file, cannot be read or is too large. */
  readonly read: (paths: readonly string[]) => Promise<readonly (Uint8Array | undefined)[]>;
  /** In the order asked for; undefined for what is no folder. */
  readonly list: (folders: readonly string[]) => Promise<readonly (readonly FolderEntry[] | undefined)[]>;
}
