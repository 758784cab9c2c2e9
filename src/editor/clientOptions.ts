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
      // What charts and generators are made of; other files that a chart or a kustomization names count as they are saved.
      { pattern: '**/*.tpl' },
      { pattern: '**/templates/**/*.txt' },
      { pattern: '**/{.env,*.env,*.properties,*.conf,*.ini,*.toml,Corefile}' },
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
  return {
    bundle: vscode.l10n.bundle,
    language: vscode.env.language,
    codePage,
    readsFiles: true,
    followsState: true,
    hasCommands: true,
    schemasShown: schemasShown(),
  };
}

/** Red Hat's YAML extension takes our schemas from `yamlValidation`, and shows them unless it is told not to. */
function schemasShown(): InitializationOptions['schemasShown'] {
  if (vscode.extensions.getExtension('redhat.vscode-yaml') === undefined) return [];
  const settings = vscode.workspace.getConfiguration('yaml');
  return (['hover', 'completion'] as const).filter((feature) => settings.get(feature) !== false);
}

/** A side of a comparison, an output: these have a language, too, and are no files. */
async function whenFile({ uri }: vscode.TextDocument, send: () => Promise<void>): Promise<void> {
  const isFile =
    uri.scheme === 'untitled' ||
    vscode.workspace.getWorkspaceFolder(uri) !== undefined ||
    vscode.workspace.fs.isWritableFileSystem(uri.scheme) === true;
  if (isFile) await send();
}

/** Charts and kustomizations read files of any name. An installation of packages, or work of git, makes very many. */
function mayMatter(uri: string): boolean {
  return !/\/(node_modules|\.git|\.hg|\.svn|\.terraform)(\/|$)/.test(uri);
}
