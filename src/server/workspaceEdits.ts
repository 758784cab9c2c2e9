import { TextDocumentEdit, type ClientCapabilities, type CreateFile, type TextEdit, type WorkspaceEdit } from 'vscode-languageserver';
import type { FileEdits } from '../service/fileEdits.ts';

export interface EditedFiles {
  readonly uriOf: (path: string) => string | undefined;
  /** Of a document that the client has open. */
  readonly versionOf: (uri: string) => number | undefined;
}

/** Edits as the client can make them; undefined when it cannot: not every client makes files, and not every one takes several kinds of change at once. */
export function workspaceEditOf(
  edits: readonly FileEdits[],
  files: EditedFiles,
  capabilities: ClientCapabilities,
): WorkspaceEdit | undefined {
  const { documentChanges: takesDocumentChanges = false, resourceOperations = [] } = capabilities.workspace?.workspaceEdit ?? {};
  const creates = edits.some(({ create }) => create);
  if (creates && !(takesDocumentChanges && resourceOperations.includes('create'))) return undefined;
  const changes: Record<string, TextEdit[]> = {};
  const documentChanges: (TextDocumentEdit | CreateFile)[] = [];
  for (const { path, create, edits: textEdits } of edits) {
    const uri = files.uriOf(path);
    if (uri === undefined) return undefined;
    // The text cannot come with the creation. Until the editor saves it, the open document counts.
    if (create) documentChanges.push({ kind: 'create', uri, options: { ignoreIfExists: true } });
    documentChanges.push(TextDocumentEdit.create({ uri, version: files.versionOf(uri) ?? null }, [...textEdits]));
    changes[uri] = [...textEdits];
  }
  return takesDocumentChanges ? { documentChanges } : { changes };
}
