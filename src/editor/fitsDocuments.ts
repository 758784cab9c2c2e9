import type { WorkspaceEdit } from 'vscode-languageserver-types';

/** Whether the documents that are open have the versions that an edit was made for. */
export function fitsDocuments(
  { documentChanges = [] }: WorkspaceEdit,
  documents: readonly { readonly uri: { toString(): string }; readonly version: number }[],
): boolean {
  const versions = new Map(documents.map(({ uri, version }) => [uri.toString(), version]));
  return documentChanges.every((change) => {
    if (!('textDocument' in change) || change.textDocument.version === null) return true;
    return versions.get(change.textDocument.uri) === change.textDocument.version;
  });
}
