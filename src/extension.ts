import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { setScriptRunner } from './base/laterScript.ts';
import { activateWith, type ExtensionExports } from './editor/activate.ts';
import type { Printed } from './editor/clusterSnapshot.ts';

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

const longestAnswer = 60_000;

/** The user's own, without a shell: nothing of a workspace becomes a part of the command. */
function kubectl(words: readonly string[], signal: AbortSignal): Promise<Printed> {
  return new Promise((resolve) => {
    execFile(
      'kubectl',
      words,
      { maxBuffer: 256 * 1024 * 1024, timeout: longestAnswer, windowsHide: true, signal },
      (error, text, complaint) => {
        if (error === null) resolve({ text });
        else {
          const why = error.code === 'ENOENT' ? 'missing' : error.killed === true ? 'late' : 'complaint';
          resolve({ text, failure: { why, text: complaint.trim() === '' ? error.message : complaint.trim() } });
        }
      },
    );
  });
}
