import * as vscode from 'vscode';
import type { Log } from './log.ts';

const command = 'edgeNetwork.showCheck';

/** Where a click on a code leads: a command, since the page comes with the extension and must open without a network, in the browser as well. `{code}` stands for the code. */
export const codePage = `command:${command}?%5B%22{code}%22%5D`;

/** Opens the page of the checks at the section of a code. */
export function registerDocumentation({ extensionUri }: vscode.ExtensionContext, log: Log): vscode.Disposable {
  return vscode.commands.registerCommand(command, async (code: unknown) => {
    const page = vscode.Uri.joinPath(extensionUri, 'docs', 'checks.md').with({ fragment: typeof code === 'string' ? anchorOf(code) : '' });
    try {
      await vscode.commands.executeCommand('markdown.showPreview', page);
    } catch {
      // The preview is an extension of its own, which may be disabled.
      await vscode.commands
        .executeCommand('vscode.open', page)
        .then(undefined, (error: unknown) => log.failure('Opening the page of the checks', error));
    }
  });
}

/** As Markdown viewers make anchors of headings: letters, digits and dashes stay. */
function anchorOf(code: string): string {
  return code
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');
}
