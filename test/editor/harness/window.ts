import * as vscode from 'vscode';

/** The extension under test. */
export function extensionUnderTest(): vscode.Extension<unknown> {
  const extension = vscode.extensions.getExtension('edge-network.edge-network-topology');
  if (extension === undefined) throw new Error('The extension is not installed.');
  return extension;
}

/** A place in the workspace of the suites, `test/editor/workspace/`, of which each run has a copy. */
export function workspaceUri(path: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined) throw new Error('No folder is open.');
  return vscode.Uri.joinPath(folder.uri, path);
}

/** Shows a file of the workspace in an editor. */
export function showFile(path: string): Thenable<vscode.TextEditor> {
  return vscode.window.showTextDocument(workspaceUri(path));
}

/** Writes a file of the workspace, past the editor. */
export function writeFile(path: string, text: string): Thenable<void> {
  return vscode.workspace.fs.writeFile(workspaceUri(path), new TextEncoder().encode(text));
}

/** The range of the first occurrence of a text in a document. */
export function rangeOf(document: vscode.TextDocument, text: string): vscode.Range {
  const offset = document.getText().indexOf(text);
  if (offset < 0) throw new Error(`${document.uri.path} does not contain ${text}`);
  return new vscode.Range(document.positionAt(offset), document.positionAt(offset + text.length));
}

/** Replaces the first occurrence of a text, as typing would: the document becomes dirty and is not saved. */
export async function replaceText(editor: vscode.TextEditor, text: string, replacement: string): Promise<void> {
  const done = await editor.edit((edit) => edit.replace(rangeOf(editor.document, text), replacement));
  if (!done) throw new Error(`The edit of ${editor.document.uri.path} was refused.`);
}

/** Repeats a look that throws until it no longer does, for what the extension brings about in its own time. Fails with the last error. */
export async function eventually<T>(look: () => T | PromiseLike<T>): Promise<T> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (Date.now() >= deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}
