import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { activateWith, type ExtensionExports } from './editor/activate.ts';

/** Desktop and remote: the server is a process beside the extension host. */
export function activate(context: vscode.ExtensionContext): ExtensionExports {
  let client: LanguageClient | undefined;
  return activateWith(
    context,
    (options) => {
      const module = vscode.Uri.joinPath(context.extensionUri, 'dist', 'server.js').fsPath;
      const run = { module, transport: TransportKind.ipc };
      const debug = { ...run, options: { execArgv: ['--nolazy', '--inspect=6009'] } };
      client = new LanguageClient('edgeNetwork', 'Edge Network', { run, debug }, options);
      return client;
    },
    () => client?.serverProcess?.pid,
  );
}
