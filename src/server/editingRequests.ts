import {
  CompletionItemKind,
  DocumentHighlightKind,
  InsertTextFormat,
  LSPErrorCodes,
  MarkupKind,
  ResponseError,
  SymbolKind,
  type ClientCapabilities,
  type CompletionItem,
  type CompletionList,
  type DocumentSymbol,
  type InlayHint,
  type Location,
} from 'vscode-languageserver';
import type { Position, Range } from 'vscode-languageserver-types';
import type { Completions, FileHint, OutlineEntry, OutlineSort } from '../service/editing.ts';
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
}

/** The answer to one of the protocol's questions (`editingMethods`), as the protocol has it; null where there is none. */
export function answerEditing(method: string, params: object, client: EditingClient, cancelled: AbortSignal): Promise<unknown> {
  return answer(method, params, client, cancelled);
}

async function answer(method: string, params: object, client: EditingClient, cancelled: AbortSignal): Promise<unknown> {
  const { textDocument, position = { line: 0, character: 0 }, context, query = '', newName = '', range }: Asked = params;
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
