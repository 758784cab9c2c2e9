import type { ClientCapabilities, ServerCapabilities } from 'vscode-languageserver';

/** Questions of the protocol that `editingRequests.ts` answers. */
export const editingMethods = [
  'completion',
  'definition',
  'references',
  'documentHighlight',
  'documentLink',
  'documentSymbol',
  'prepareRename',
  'rename',
  'inlayHint',
  'codeLens',
  'prepareCallHierarchy',
]
  .map((name) => `textDocument/${name}`)
  .concat('workspace/symbol', 'callHierarchy/incomingCalls', 'callHierarchy/outgoingCalls');

/** That they are answered. */
export const editingCapabilities = (client: ClientCapabilities): ServerCapabilities => ({
  // Behind these something else may be meant than before.
  completionProvider: { triggerCharacters: [' ', '.', ':', '/', '"', "'", '-'] },
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  documentLinkProvider: {},
  documentSymbolProvider: true,
  workspaceSymbolProvider: true,
  inlayHintProvider: true,
  codeLensProvider: {},
  callHierarchyProvider: true,
  renameProvider: client.textDocument?.rename?.prepareSupport === true ? { prepareProvider: true } : true,
});
