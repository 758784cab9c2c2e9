import * as vscode from 'vscode';
import { BrowserMessageReader, BrowserMessageWriter, LanguageClient, type MessageTransports } from 'vscode-languageclient/browser';
import type { InitializationOptions } from './server/protocol.ts';
import { activateWith, type ExtensionExports } from './editor/activate.ts';

/** In a browser: the server is a worker beside the extension host's. */
export function activate(context: vscode.ExtensionContext): ExtensionExports {
  const script = vscode.Uri.joinPath(context.extensionUri, 'dist', 'server.js').toString(true);
  return activateWith(
    context,
    (options) => {
      const initializationOptions = { ...(options.initializationOptions as InitializationOptions), script };
      const transports = () => Promise.resolve(workerTransports(script));
      return new LanguageClient('edgeNetwork', 'Edge Network', transports, { ...options, initializationOptions });
    },
    () => undefined,
  );
}

/** Not the worker itself: the client would not know one for a worker that an extension host in a worker makes. */
function workerTransports(script: string): MessageTransports {
  const worker = new Worker(script);
  return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
}
