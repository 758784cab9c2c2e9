import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { setScriptRunner } from './base/laterScript.ts';
import { activateWith, type ExtensionExports } from './editor/activate.ts';

const requireBeside = createRequire(__filename);
setScriptRunner((name) => void requireBeside(`./${name}`));

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
    kubectl,
  );
}

/** The user's own, without a shell: nothing of a workspace becomes a part of the command. */
function kubectl(words: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile('kubectl', words, { maxBuffer: 256 * 1024 * 1024, timeout: 60_000, windowsHide: true }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(stderr.trim() === '' ? error.message : stderr.trim()));
    });
  });
}
