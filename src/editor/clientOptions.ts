import * as vscode from 'vscode';
import type { LanguageClientOptions } from 'vscode-languageclient';
import type { InitializationOptions } from '../server/protocol.ts';
import { codePage } from './documentation.ts';
import type { Log } from './log.ts';

/** What the server is told of, and asked. */
export function clientOptions(log: Log): LanguageClientOptions {
  return {
    documentSelector: [
      { language: 'yaml' },
      { language: 'json' },
      { language: 'jsonc' },
      { pattern: '**/*.{yaml,yml,json}' },
      { pattern: '**/Kustomization' },
    ],
    diagnosticCollectionName: 'edgeNetwork',
    outputChannel: log.channel,
    initializationOptions: initializationOptions(),
    // Every text came from a manifest.
    markdown: { isTrusted: false, supportHtml: false },
    middleware: {
      didOpen: (document, next) => whenFile(document, () => next(document)),
      didChange: (event, next) => whenFile(event.document, () => next(event)),
      didClose: (document, next) => whenFile(document, () => next(document)),
      workspace: { didChangeWatchedFile: (event, next) => (mayMatter(event.uri) ? next(event) : Promise.resolve()) },
    },
  };
}

function initializationOptions(): InitializationOptions {
  return { bundle: vscode.l10n.bundle, language: vscode.env.language, codePage, readsFiles: true, followsState: true };
}

/** A side of a comparison, an output: these have a language, too, and are no files. */
async function whenFile({ uri }: vscode.TextDocument, send: () => Promise<void>): Promise<void> {
  const isFile =
    uri.scheme === 'untitled' ||
    vscode.workspace.getWorkspaceFolder(uri) !== undefined ||
    vscode.workspace.fs.isWritableFileSystem(uri.scheme) === true;
  if (isFile) await send();
}

/** By its name: a manifest, or perhaps a folder; most files have an ending that says otherwise. All names are watched, and an installation of packages makes many. */
function mayMatter(uri: string): boolean {
  return /\.(ya?ml|json)$/i.test(uri) || !/\.[a-z][a-z0-9]{0,5}$/i.test(uri);
}
