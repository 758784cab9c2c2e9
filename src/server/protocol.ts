import type { Location, Range, WorkspaceEdit } from 'vscode-languageserver-types';
import type { ExplorerCluster, ExplorerEntry, ExplorerGroup } from '../service/explorer.ts';
import type { SiteDraft, SiteField, SiteFieldAnswer } from '../service/newSite.ts';
import type {
  AddressAnswer,
  AddressFact,
  Askable,
  ClusterEnds,
  Refusal,
  ResolveAnswer,
  ResolveQuestion,
  TraceAnswer,
  TraceQuestion,
  TraceStep,
} from '../service/questions.ts';
import type {
  ClusterReport,
  ExportAnswer,
  ExportRequest,
  RenderedManifest,
  SchemaFeature,
  ServiceState,
  ShownTopology,
  WhatIfObject,
} from '../service/service.ts';
import type { ShownComparison } from '../topology/protocol.ts';
import type { ToolAnswer } from '../service/tools.ts';
import type { FolderEntry } from '../service/sourceReader.ts';
import type { MessagePart } from '../topology/messageParts.ts';
import type { StatusAction, ToPage } from '../topology/protocol.ts';

export type { ToolName } from '../service/toolForms.ts';

/**
 * What the server and our own client say to each other beyond the Language Server Protocol: types alone, for both sides.
 * Files are named by their address (URI), as everywhere in that protocol. Another client does without all of it.
 */

/** `initializationOptions`; each is optional, and another client may leave out all of them. */
export interface InitializationOptions {
  /** Translations by English text, for `@vscode/l10n`. */
  readonly bundle?: Readonly<Record<string, string>> | undefined;
  /** BCP 47 tag of the reader's language; that of `initialize` when absent. */
  readonly language?: string | undefined;
  /** Where a click on a code leads; `{code}` stands for the code, encoded for an address. */
  readonly codePage?: string | undefined;
  /** Address of the server's script, for a worker: what is large lies beside it, and is loaded when it is first needed. */
  readonly script?: string | undefined;
  /** The client answers `ServerRequests`: it lists and reads files that the server cannot reach. */
  readonly readsFiles?: boolean | undefined;
  /** The client wants `ServerNotifications`. */
  readonly followsState?: boolean | undefined;
  /** The client has our commands: `edgeNetwork.showPlaces` and `edgeNetwork.showTopology` of code lenses, `edgeNetwork.chooseEdit` of code actions. */
  readonly hasCommands?: boolean | undefined;
  /** Where another extension shows what our schemas say of fields, in files that have one by their name. */
  readonly schemasShown?: readonly SchemaFeature[] | undefined;
  /** Settings of section `edgeNetwork`, for a client that cannot be asked for them. */
  readonly settings?: unknown;
}

/** Asked by the client. */
export interface ClientRequests {
  /** Answered when the workspace has been read, and everything that was noted before has been judged and published. */
  readonly 'edgeNetwork/settled': { readonly params: Record<string, never>; readonly result: null };
  /** Null for a document that is not read here. */
  readonly 'edgeNetwork/rendered': { readonly params: CursorPlace; readonly result: readonly RenderedManifest[] | null };
  /** The clusters that a document is a part of; null for a document that is not read here. */
  readonly 'edgeNetwork/clusters': { readonly params: { readonly uri: string }; readonly result: readonly ClusterReport[] | null };
  readonly 'edgeNetwork/whatIf/objects': { readonly params: Record<string, never>; readonly result: readonly WhatIfObject[] | null };
  /** What comes of events in words, as a text; null where they cannot happen. */
  readonly 'edgeNetwork/whatIf': {
    readonly params: { readonly cluster: string; readonly events: readonly string[] };
    readonly result: { readonly text: string } | null;
  };
  /** Null when nothing of that key is rendered (any longer). */
  readonly 'edgeNetwork/rendered/text': { readonly params: { readonly key: string }; readonly result: ShownRendering | null };
  /** What a way may begin and end at. */
  readonly 'edgeNetwork/trace/ends': { readonly params: Record<string, never>; readonly result: readonly ClusterEnds[] };
  readonly 'edgeNetwork/trace': { readonly params: TraceQuestion; readonly result: ShownTrace | Refusal };
  /** What a tree of the clusters shows. */
  readonly 'edgeNetwork/explorer': {
    readonly params: Record<string, never>;
    readonly result: readonly (Omit<ExplorerCluster, 'at'> & Shown)[];
  };
  readonly 'edgeNetwork/explorer/entries': {
    readonly params: { readonly cluster: string; readonly group: ExplorerGroup };
    readonly result: readonly ShownEntry[];
  };
  /** What can be asked of each cluster's DNS, and of its addresses. */
  readonly 'edgeNetwork/askable': { readonly params: Record<string, never>; readonly result: readonly Askable[] };
  readonly 'edgeNetwork/resolve': { readonly params: ResolveQuestion; readonly result: ShownResolution | Refusal };
  readonly 'edgeNetwork/address': {
    readonly params: { readonly address: string; readonly cluster: string | undefined };
    readonly result: ShownAddress | Refusal;
  };
  /** A question of an agent, unchecked: JSON as the command line prints it. */
  readonly 'edgeNetwork/tool': {
    readonly params: { readonly name: string; readonly input: unknown };
    readonly result: ToolAnswer | Refusal;
  };
  /** What is to be said of a value of a new site while it is typed. */
  readonly 'edgeNetwork/site/field': {
    readonly params: { readonly draft: SiteDraft; readonly field: SiteField };
    readonly result: SiteFieldAnswer;
  };
  /** The manifest of a new site. */
  readonly 'edgeNetwork/site/text': { readonly params: { readonly draft: SiteDraft }; readonly result: { readonly text: string } };
  /**
   * The workspace held against texts: those of another state of it (`alone` false, then they come first), or what a cluster has told. `title` names them for people. Null where no text can be taken.
   */
  readonly 'edgeNetwork/compare': {
    readonly params: {
      readonly files: readonly { readonly uri: string; readonly text: string }[];
      readonly alone: boolean;
      readonly title: string;
    };
    readonly result: { readonly text: string; readonly shown: ShownComparison } | Refusal | null;
  };
  /** A message from the page, unchecked. */
  readonly 'edgeNetwork/topology/receive': {
    readonly params: { readonly view: number; readonly message: unknown };
    readonly result: PageOutcome;
  };
  readonly 'edgeNetwork/topology/shown': { readonly params: { readonly view: number }; readonly result: ShownTopology | null };
  /** Null when there is nothing to export. */
  readonly 'edgeNetwork/topology/export': {
    readonly params: { readonly view: number; readonly request: ExportRequest };
    readonly result: ExportAnswer | null;
  };
}

/** Said by the client. A view is a page; its number is the client's to choose, and is never used for another. */
export interface ClientNotifications {
  readonly 'edgeNetwork/topology/open': { readonly view: number };
  /** The page is hidden; it says `ready` when it is back. */
  readonly 'edgeNetwork/topology/detach': { readonly view: number };
  readonly 'edgeNetwork/topology/close': { readonly view: number };
  /** The text cursor; absent when it is in no file. */
  readonly 'edgeNetwork/topology/cursor': { readonly view: number; readonly cursor?: CursorPlace | undefined };
}

/** Asked by the server. */
export interface ServerRequests {
  /** Addresses of all files at or below a folder whose names fit; none when there is no such folder. */
  readonly 'edgeNetwork/files/list': { readonly params: ListedFiles; readonly result: readonly string[] };
  /** Their texts, in the same order; null for one that is not there, cannot be read, or is larger. */
  readonly 'edgeNetwork/files/read': {
    readonly params: { readonly uris: readonly string[]; readonly mostBytes: number };
    readonly result: readonly (string | null)[];
  };
  /** Their contents in Base64, in the same order; null as in `read`. */
  readonly 'edgeNetwork/files/readBytes': {
    readonly params: { readonly uris: readonly string[]; readonly mostBytes: number };
    readonly result: readonly (string | null)[];
  };
  /** What stands right in each folder, links as what they lead to; null for what is no folder. */
  readonly 'edgeNetwork/files/entries': {
    readonly params: { readonly folders: readonly string[] };
    readonly result: readonly (readonly FolderEntry[] | null)[];
  };
}

/** Said by the server. */
export interface ServerNotifications {
  /** After each judgement; once also when the workspace begins to be read anew. */
  readonly 'edgeNetwork/state': ServerState;
  /** Messages to a page, in order; large ones in parts. */
  readonly 'edgeNetwork/topology/send': { readonly view: number; readonly messages: readonly (ToPage | MessagePart)[] };
  /** An error that no input should bring about. */
  readonly 'edgeNetwork/failed': { readonly what: string; readonly detail: string };
}

export interface ServerState extends ServiceState {
  /** The workspace has not been read to its end yet. */
  readonly reading: boolean;
}

export interface CursorPlace {
  readonly uri: string;
  readonly position: { readonly line: number; readonly character: number };
}

export interface ShownTrace extends Omit<TraceAnswer, 'steps'> {
  readonly steps: readonly (Omit<TraceStep, 'because'> & {
    readonly because: readonly { readonly uri: string; readonly range: Range }[];
  })[];
}

/** A place in a file; absent when there is none. */
export interface Shown {
  readonly at?: Location | undefined;
}

export type ShownEntry = Omit<ExplorerEntry, 'at'> & Shown;

export interface ShownResolution extends Omit<ResolveAnswer, 'because'> {
  readonly because: readonly Location[];
}

export interface ShownAddress extends Omit<AddressAnswer, 'facts'> {
  readonly facts: readonly (Omit<AddressFact, 'because'> & { readonly because: readonly Location[] })[];
}

export interface ShownRendering {
  readonly text: string;
  /** Where the field of a line is written. */
  readonly lines: readonly { readonly range: Range; readonly at: { readonly uri: string; readonly range: Range } }[];
}

export interface ListedFiles {
  readonly folder: string;
  /** Glob patterns of names, without folders: `*.yaml`. */
  readonly names: readonly string[];
  /** Names of folders that are not entered. */
  readonly skipped: readonly string[];
}

/** What the client is to do after a message from the page. */
export type PageOutcome =
  | { readonly type: 'nothing' }
  /** It was none of the protocol's. */
  | { readonly type: 'strange' }
  /** Absent place: the element has no manifest (any longer). */
  | { readonly type: 'reveal'; readonly at?: { readonly uri: string; readonly range: Range } | undefined; readonly focus: boolean }
  /** Of open documents with the version that it fits. */
  | {
      readonly type: 'edit';
      readonly title: string;
      readonly edit: WorkspaceEdit;
      readonly first: { readonly uri: string; readonly range: Range };
    }
  | { readonly type: 'refuse'; readonly text: string }
  | { readonly type: 'act'; readonly action: StatusAction }
  | { readonly type: 'log'; readonly text: string };
