import {
  CodeActionKind,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  TextDocumentSyncKind,
  type ClientCapabilities,
  type Connection,
  type InitializeResult,
} from 'vscode-languageserver';
import { editingCapabilities } from './editingMethods.ts';
import { fixAllKind, takesCodeActions } from './codeActionKinds.ts';

/** What the server offers to a client. */
export function initializeResult(capabilities: ClientCapabilities): InitializeResult {
  const everything = { filters: [{ pattern: { glob: '**/*' } }] };
  return {
    serverInfo: { name: 'Edge Network' },
    capabilities: {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
      hoverProvider: true,
      ...editingCapabilities(capabilities),
      ...(takesCodeActions(capabilities) ? { codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, fixAllKind] } } : {}),
      workspace: {
        workspaceFolders: { supported: true, changeNotifications: true },
        // What the reader does in the client's explorer is told of even where a file system cannot be watched.
        fileOperations: { didCreate: everything, didDelete: everything, didRename: everything },
      },
    },
  };
}

/** Asks the client to tell of settings and of files, as far as it can be asked. */
export async function registerFor(connection: Connection, capabilities: ClientCapabilities): Promise<void> {
  const { didChangeConfiguration, didChangeWatchedFiles } = capabilities.workspace ?? {};
  if (didChangeConfiguration?.dynamicRegistration === true)
    await connection.client.register(DidChangeConfigurationNotification.type, { section: ['edgeNetwork', 'files.exclude'] });
  // Of a folder that comes or goes, a file system may tell of the folder alone; so all names are watched.
  if (didChangeWatchedFiles?.dynamicRegistration === true)
    await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern: '**/*' }] });
}
