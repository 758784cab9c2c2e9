import { FileChangeType, TextDocuments, type CancellationToken, type Connection } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { signalOf } from './cancellation.ts';
import { initializeResult } from './capabilities.ts';
import { editingMethods } from './editingMethods.ts';
import type { Platform } from './platform.ts';
import type { ClientNotifications, ClientRequests } from './protocol.ts';
import { questionMethods } from './questionMethods.ts';
import { Session } from './session.ts';

/** Serves one client until it says `exit`: the same over every kind of connection. */
export function serve(connection: Connection, platform: Platform): void {
  const documents = new TextDocuments(TextDocument);
  let session: Session | undefined;

  let tellsFolders = false;

  connection.onInitialize((params) => {
    tellsFolders = params.capabilities.workspace?.workspaceFolders === true;
    session = new Session(connection, documents, platform, params);
    return initializeResult(params.capabilities);
  });
  connection.onInitialized(() => {
    void session?.start().catch((error: unknown) => connection.console.error(String(error)));
    if (tellsFolders) connection.workspace.onDidChangeWorkspaceFolders((event) => session?.foldersChanged(event));
  });
  connection.onShutdown(() => session?.dispose());

  documents.onDidChangeContent(({ document }) => session?.documentChanged(document));
  documents.onDidClose(({ document }) => session?.documentClosed(document));
  documents.listen(connection);

  connection.onDidChangeConfiguration((params) => session?.settingsChanged(params));
  connection.onDidChangeWatchedFiles(({ changes }) => session?.filesChanged(changes));
  connection.workspace.onDidCreateFiles(({ files }) =>
    session?.filesChanged(files.map(({ uri }) => ({ uri, type: FileChangeType.Created }))),
  );
  connection.workspace.onDidDeleteFiles(({ files }) =>
    session?.filesChanged(files.map(({ uri }) => ({ uri, type: FileChangeType.Deleted }))),
  );
  connection.workspace.onDidRenameFiles(({ files }) =>
    session?.filesChanged(
      files.flatMap(({ oldUri, newUri }) => [
        { uri: oldUri, type: FileChangeType.Deleted },
        { uri: newUri, type: FileChangeType.Created },
      ]),
    ),
  );

  connection.onHover(async (params, token) => (await session?.hover(params, signalOf(token))) ?? null);
  connection.onCodeAction(async (params, token) => [...((await session?.codeActions(params, signalOf(token))) ?? [])]);

  for (const method of editingMethods)
    connection.onRequest(
      method,
      async (params: object, token: CancellationToken) => (await session?.edit(method, params, signalOf(token))) ?? null,
    );

  const answer = <M extends keyof ClientRequests>(
    method: M,
    handler: (params: ClientRequests[M]['params'], current: Session) => ClientRequests[M]['result'] | Promise<ClientRequests[M]['result']>,
  ): void => {
    connection.onRequest<unknown, unknown>(method, (params: ClientRequests[M]['params']) =>
      session === undefined ? null : handler(params, session),
    );
  };
  const take = <M extends keyof ClientNotifications>(
    method: M,
    handler: (params: ClientNotifications[M], current: Session) => void,
  ): void => {
    connection.onNotification(method, (params: ClientNotifications[M]) => {
      if (session !== undefined) handler(params, session);
    });
  };
  answer('edgeNetwork/settled', async (_, current) => {
    await current.settled();
    return null;
  });
  answer('edgeNetwork/rendered', (params, current) => current.rendered(params));
  answer('edgeNetwork/clusters', ({ uri }, current) => current.clusters(uri));
  answer('edgeNetwork/whatIf/objects', (_, current) => current.whatIfObjects());
  answer('edgeNetwork/whatIf', (params, current) => current.whatIf(params));
  answer('edgeNetwork/rendered/text', ({ key }, current) => current.renderedText(key));
  answer('edgeNetwork/compare', (params, current) => current.compare(params));
  answer('edgeNetwork/trace/ends', (_, current) => current.traceEnds());
  answer('edgeNetwork/trace', (question, current) => current.trace(question));
  for (const method of questionMethods) answer(method, (params, current) => current.question(method, params));
  answer('edgeNetwork/topology/receive', (params, { topology }) => topology.receive(params));
  answer('edgeNetwork/topology/shown', (params, { topology }) => topology.shown(params));
  answer('edgeNetwork/topology/export', (params, { topology }) => topology.export(params));
  take('edgeNetwork/topology/open', (params, { topology }) => topology.open(params));
  take('edgeNetwork/topology/detach', (params, { topology }) => topology.detach(params));
  take('edgeNetwork/topology/close', (params, { topology }) => topology.close(params));
  take('edgeNetwork/topology/cursor', (params, { topology }) => topology.moveCursor(params));

  connection.listen();
}
