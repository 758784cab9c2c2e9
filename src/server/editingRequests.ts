import {
  CompletionItemKind,
  DocumentHighlightKind,
  InsertTextFormat,
  LSPErrorCodes,
  MarkupKind,
  ResponseError,
  SymbolKind,
  type CallHierarchyItem,
  type ClientCapabilities,
  type CodeLens,
  type CompletionItem,
  type CompletionList,
  type DocumentSymbol,
  type InlayHint,
  type Location,
} from 'vscode-languageserver';
import type { Position, Range } from 'vscode-languageserver-types';
import type { Completions, FileCall, FileCaller, FileHint, FileLens, OutlineEntry, OutlineSort } from '../service/editing.ts';
import type { FileLocation } from '../service/fileFinding.ts';
import type { Refusal } from '../service/questions.ts';
import type { Service } from '../service/service.ts';
import { workspaceEditOf, type EditedFiles } from './workspaceEdits.ts';

/** What the mapping of a question needs to know of its client. */
export interface EditingClient {
  readonly service: Service;
  readonly pathOf: (uri: string) => string | undefined;
  readonly uriOf: EditedFiles['uriOf'];
  readonly versionOf: EditedFiles['versionOf'];
  /** Kinds of hints that the reader does not want. */
  readonly hiddenHints: () => readonly string[];
  /** Kinds of lenses. */
  readonly hiddenLenses: () => readonly string[];
  /** It has our commands for a click on a lens. */
  readonly hasCommands: boolean;
  readonly capabilities: ClientCapabilities;
}

/** What the protocol's questions about a place in a document have in common; none but those of the whole workspace are without a document. */
interface Asked {
  readonly textDocument?: { readonly uri: string };
  readonly position?: Position;
  readonly context?: { readonly includeDeclaration?: boolean };
  readonly query?: string;
  readonly newName?: string;
  readonly range?: Range;
  readonly item?: CallHierarchyItem;
}

/** The answer to one of the protocol's questions (`editingMethods`), as the protocol has it; null where there is none. */
export function answerEditing(method: string, params: object, client: EditingClient, cancelled: AbortSignal): Promise<unknown> {
  return answer(method, params, client, cancelled);
}

async function answer(method: string, params: object, client: EditingClient, cancelled: AbortSignal): Promise<unknown> {
  const { textDocument, position = { line: 0, character: 0 }, context, query = '', newName = '', range, item }: Asked = params;
  const {
    service: { editing },
    capabilities,
    pathOf,
    uriOf,
    versionOf,
  } = client;
  const locationsOf = (found: readonly FileLocation[] | undefined): readonly Location[] | null =>
    found?.flatMap((location) => locationOf(location, uriOf)) ?? null;
  if (method === 'workspace/symbol') {
    return editing
      .symbols(query)
      .flatMap(({ name, container, sort, at }) =>
        locationOf(at, uriOf).map((location) => ({ name, containerName: container, kind: kindOf(sort), location })),
      );
  }
  if (item !== undefined) {
    // A client knows documents by their addresses; of those that are not open the path has been told to it.
    const data: unknown = item.data;
    const own = typeof data === 'string' ? data : pathOf(item.uri);
    if (own === undefined) return null;
    const incoming = method === 'callHierarchy/incomingCalls';
    const calls = await editing.calls(incoming ? 'to' : 'from', own, item.selectionRange.start, cancelled);
    return calls?.flatMap((call) => callOf(call, incoming, uriOf)) ?? null;
  }
  const path = textDocument === undefined ? undefined : pathOf(textDocument.uri);
  if (textDocument === undefined || path === undefined) return null;
  switch (method) {
    case 'textDocument/completion': {
      const found = editing.completions(path, position);
      return found === undefined ? null : completionListOf(found, capabilities);
    }
    case 'textDocument/definition':
      return locationsOf(await editing.definitions(path, position, cancelled));
    case 'textDocument/references':
      return locationsOf(await editing.references(path, position, context?.includeDeclaration === true, cancelled));
    case 'textDocument/documentHighlight':
      return (await editing.highlights(path, position, cancelled))?.map((range) => ({ range, kind: DocumentHighlightKind.Text })) ?? null;
    case 'textDocument/prepareRename': {
      const found = await editing.renameable(path, position, cancelled);
      if (found?.type === 'refused') throw refusalOf(found);
      return found === undefined ? null : { range: found.range, placeholder: found.text };
    }
    case 'textDocument/rename': {
      const found = await editing.rename(path, position, newName, cancelled);
      if (found?.type === 'refused') throw refusalOf(found);
      return found === undefined ? null : (workspaceEditOf(found.edits, { uriOf, versionOf }, capabilities) ?? null);
    }
    case 'textDocument/inlayHint': {
      if (range === undefined) return null;
      const hints = await editing.hints(path, range, client.hiddenHints(), cancelled);
      return hints?.map((hint) => hintOf(hint, uriOf)) ?? null;
    }
    case 'textDocument/codeLens':
      return (await editing.lenses(path, client.hiddenLenses(), cancelled))?.map((lens) => lensOf(lens, textDocument.uri, client)) ?? null;
    case 'textDocument/prepareCallHierarchy':
      return (await editing.callers(path, position, cancelled))?.flatMap((caller) => itemOf(caller, uriOf)) ?? null;
    case 'textDocument/documentLink':
      return (
        (await editing.links(path, cancelled))?.flatMap(({ range, target }) => {
          const uri = uriOf(target);
          return uri === undefined ? [] : [{ range, target: uri }];
        }) ?? null
      );
    case 'textDocument/documentSymbol': {
      const entries = await editing.outline(path, cancelled);
      if (entries === undefined) return null;
      const nested = capabilities.textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true;
      return nested
        ? entries.map(symbolOf)
        : entries.map(({ name, sort, selection }) => ({ name, kind: kindOf(sort), location: { uri: textDocument.uri, range: selection } }));
    }
    default:
      return null;
  }
}

/** The protocol has no other way to say why. */
function refusalOf({ text }: Refusal): ResponseError {
  return new ResponseError(LSPErrorCodes.RequestFailed, text);
}

function hintOf({ position, text, reason, cause }: FileHint, uriOf: EditingClient['uriOf']): InlayHint {
  const [location] = cause === undefined ? [] : locationOf(cause, uriOf);
  return {
    position,
    label: [{ value: text, ...(reason !== undefined && { tooltip: reason }), ...(location !== undefined && { location }) }],
    paddingLeft: true,
  };
}

/** In an editor without our commands it is a text. */
function lensOf({ position, text, action }: FileLens, uri: string, { hasCommands, uriOf }: EditingClient): CodeLens {
  const range = { start: position, end: position };
  if (action === undefined || !hasCommands) return { range, command: { title: text, command: '' } };
  return {
    range,
    command:
      action.type === 'topology'
        ? { title: text, command: 'edgeNetwork.showTopology' }
        : {
            title: text,
            command: 'edgeNetwork.showPlaces',
            arguments: [uri, position, action.places.flatMap((place) => locationOf(place, uriOf))],
          },
  };
}

function itemOf({ name, detail, sort, at }: FileCaller, uriOf: EditingClient['uriOf']): readonly CallHierarchyItem[] {
  return locationOf(at, uriOf).map(({ uri, range }) => ({
    name,
    detail,
    kind: kindOf(sort),
    uri,
    range,
    selectionRange: range,
    data: at.path,
  }));
}

function callOf({ with: caller, ranges }: FileCall, incoming: boolean, uriOf: EditingClient['uriOf']): readonly object[] {
  return itemOf(caller, uriOf).map((item) => ({ [incoming ? 'from' : 'to']: item, fromRanges: ranges }));
}

function completionListOf({ range, items }: Completions, capabilities: ClientCapabilities): CompletionList {
  const { snippetSupport = false, documentationFormat = [] } = capabilities.textDocument?.completion?.completionItem ?? {};
  const markdown = documentationFormat.includes(MarkupKind.Markdown);
  return {
    isIncomplete: false,
    items: items.map(({ sort, label, text, detail, documentation }, index): CompletionItem => {
      const isSnippet = sort === 'snippet' && snippetSupport;
      return {
        label,
        kind: completionKinds[sort],
        sortText: String(index).padStart(4, '0'),
        textEdit: { range, newText: sort === 'snippet' && !snippetSupport ? withoutPlaceholders(text) : text },
        ...(isSnippet && { insertTextFormat: InsertTextFormat.Snippet }),
        ...(detail !== undefined && { detail }),
        ...(documentation !== undefined && {
          documentation: markdown ? { kind: MarkupKind.Markdown, value: documentation } : documentation.replaceAll('`', ''),
        }),
      };
    }),
  };
}

const completionKinds = {
  key: CompletionItemKind.Property,
  value: CompletionItemKind.Value,
  name: CompletionItemKind.Reference,
  address: CompletionItemKind.Constant,
  snippet: CompletionItemKind.Snippet,
} as const;

/** A snippet as text: each placeholder as it would stand if nobody changed it. */
function withoutPlaceholders(snippet: string): string {
  return snippet.replaceAll(/\$\{\d+([:|])([^}$]*)\}/g, (_, mark: string, text: string) =>
    mark === ':' ? text : (text.split(/[,|]/)[0] ?? ''),
  );
}

function locationOf({ path, range }: FileLocation, uriOf: EditingClient['uriOf']): readonly Location[] {
  const uri = uriOf(path);
  return uri === undefined ? [] : [{ uri, range }];
}

/** A name may not be empty. */
function symbolOf({ name, detail, sort, range, selection, children }: OutlineEntry): DocumentSymbol {
  return {
    name: name.trim() === '' ? '—' : name,
    detail,
    kind: kindOf(sort),
    range,
    selectionRange: selection,
    children: children.map(symbolOf),
  };
}

function kindOf(sort: OutlineSort): SymbolKind {
  switch (sort) {
    case 'service':
      return SymbolKind.Interface;
    case 'workload':
      return SymbolKind.Class;
    case 'node':
      return SymbolKind.Constant;
    case 'range':
      return SymbolKind.Array;
    case 'policy':
      return SymbolKind.Event;
    case 'route':
      return SymbolKind.Operator;
    case 'namespace':
      return SymbolKind.Namespace;
    case 'data':
      return SymbolKind.File;
    case 'part':
      return SymbolKind.Package;
    case 'port':
      return SymbolKind.Field;
    case 'other':
      return SymbolKind.Object;
  }
}
