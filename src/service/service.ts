import type { Position, Range } from 'vscode-languageserver-types';
import type { EditorMessage, Graph, GraphStatus, PinnedPlace, StatusAction, ToPage } from '../topology/protocol.ts';
import type { ExportedText, ExportFormat, ExportTheme } from './exports.ts';
import type { Editing } from './editing.ts';
import type { FileEdits } from './fileEdits.ts';
import type { FileFinding, FileLocation } from './fileFinding.ts';
import type { Questions } from './questions.ts';

export type { FileFinding, FileLocation } from './fileFinding.ts';
export type { ExplorerGroup, ExplorerSort } from './explorer.ts';
export type { SiteDraft, SiteField } from './newSite.ts';
export type { Askable, ClusterReport, WhatIfObject } from './questions.ts';

/**
 * The door: everything that a host (the language server, the command line) may ask, in plain data that can cross a process. No object of the inside comes through it.
 *
 * Paths are the host's own, with `/`; a folder of the workspace is a prefix of them. Lines and characters count from 0, characters in UTF-16 code units, ends are exclusive, as in the Language Server Protocol.
 * Questions about a file wait until its present text has been judged, two seconds at most; they are answered with `undefined` when they are cancelled, or when the file is not read here.
 * What a host notes of a file counts, be it the text of an editor or of a closed file: the host knows which of them stands for the file.
 */
export interface Service extends Questions {
  /** What the last finished judgement says of the workspace as a whole. */
  readonly state: ServiceState;

  /** Another set of folders: the clusters are found anew, what was read stays. */
  setFolders(folders: readonly ServiceFolder[]): void;
  setSettings(settings: ServiceSettings): void;
  /** Notes a file's text, `undefined` when it has gone. Judged with the next round; nothing noted is lost. A file that a configuration file excludes counts as gone until that changes. */
  setFile(path: string, text: string | undefined): void;
  /** Notes the text that an editor has of a file which is no manifest: it counts instead of the file's for rendering. `undefined`: the file's own counts again. */
  setSource(path: string, text: string | undefined): void;
  /** Something at a path that is no manifest (a template, a values file, a folder) has come, gone or changed. What rendering looked at is read again, anything else is ignored. */
  sourceChanged(path: string): void;
  /** All files that the workspace holds have been noted. Until then nothing is judged, since what is missing may only not have been read yet. */
  complete(): void;

  /** Calls back after each judgement, with what may differ from the last one. Returns what ends it. */
  onDidJudge(listener: (judgement: Judgement) => void): () => void;
  /** Resolves when everything that was noted before this call has been judged (or judging it failed by an error of ours), and when it is cancelled. */
  settled(cancelled?: AbortSignal): Promise<void>;

  /** Whether the last judgement was made on the text that was noted last for a file, so that places in it are right. */
  isCurrent(path: string): boolean;
  /** What the last judgement found in a file: about its text, then by cluster; of a rule that finds very much the worst, and a line that says how many more. Does not wait. */
  findings(path: string): readonly FileFinding[];
  hover(path: string, position: Position, cancelled: AbortSignal): Promise<HoverAnswer | undefined>;
  /** Fixes of the findings that touch a range, the same for all of their kind in the file, and ways to say that they are meant; in this order. */
  fixes(path: string, range: Range, cancelled: AbortSignal): Promise<readonly FileFix[] | undefined>;
  /** All safe fixes of a file as one edit; undefined also when there are none. */
  fixAll(path: string, cancelled: AbortSignal): Promise<FileFix | undefined>;

  /** The manifests that what stands at a position becomes a part of, as Kustomize and Helm render them; none where it stands for itself. */
  rendered(path: string, position: Position, cancelled: AbortSignal): Promise<readonly RenderedManifest[] | undefined>;
  /** What the tool prints of one, as of the last judgement; undefined when it is rendered no longer. */
  renderedText(key: string): RenderedText | undefined;

  /** What somebody asks who edits a file. */
  readonly editing: Editing;

  /** A page that shows the topology: one patch in flight at a time, none while it is hidden. */
  openTopology(listener: TopologyListener): TopologyView;

  /** Nothing is judged any more; who still waits is answered. */
  dispose(): void;
}

export interface ServiceFolder {
  readonly name: string;
  readonly path: string;
  /** What may be the root of its repository, as the host names it and reads there, the likeliest first; absent: the folder itself. */
  readonly repositories?: readonly string[] | undefined;
  /** Names of the folders from the repository's root down to the folder, outermost first, where the host does not read there; absent: none. */
  readonly above?: readonly string[] | undefined;
}

/** A question whose answer tells what a schema says of a field. */
export type SchemaFeature = 'hover' | 'completion';

export interface ServiceSettings {
  /** Counts where neither a manifest nor a configuration file names a profile. Anything that is no profile: `custom`. */
  readonly defaultProfile: string;
  /** By code: a severity or `off`, where no configuration file says another; absent or anything else: the rule's own. */
  readonly severities: Readonly<Record<string, string>>;
}

export interface ServiceState {
  /** Grows with every judgement; 0 before the first. */
  readonly version: number;
  readonly files: number;
  readonly clusters: number;
  /** Whether there is a manifest in any cluster: something to draw. */
  readonly hasManifests: boolean;
  /** Of the whole workspace. */
  readonly errors: number;
  readonly warnings: number;
}

export interface Judgement {
  readonly state: ServiceState;
  /**
   * Files whose findings may differ from what was last told of them, in no promised order. A file whose text has been edited since is told of with the judgement
   * that knows the new text: until then what was published of it is nearer to the truth.
   */
  readonly files: readonly string[];
}

export interface HoverAnswer {
  /** Markdown without HTML, commands or links: every text of a manifest is escaped. One a cluster that the file is in. */
  readonly sections: readonly string[];
  readonly range: Range;
}

export interface RenderedManifest {
  /** Stays the same as long as its unit renders a manifest of that name. */
  readonly key: string;
  /** `Service shop/web` */
  readonly name: string;
  /** In the reader's language: the kustomization that builds it, or the chart with its values. */
  readonly unit: string;
}

export interface RenderedText {
  readonly text: string;
  /** Where the field of a line is written, by line. */
  readonly lines: readonly { readonly range: Range; readonly at: FileLocation }[];
}

export interface FileFix {
  readonly title: string;
  readonly preferred: boolean;
  /** The findings that it is about, as they were published; none for all of a file. */
  readonly about: readonly { readonly code: string; readonly range: Range }[];
  readonly edits: readonly FileEdits[];
  /** Title of what it stands behind where fixes of one sort are one entry; undefined: it stands by itself. */
  readonly among: string | undefined;
}

export interface TopologyListener {
  /** Messages to the page, in order. */
  send(messages: readonly ToPage[]): void;
}

/** What the host is to do after a message from the page; sent messages go by the listener. */
export type TopologyOutcome =
  | { readonly type: 'nothing' }
  /** It was none of the protocol's, or one about the editor's own files and settings. */
  | { readonly type: 'strange' }
  /** Undefined: the element has no manifest (any longer). */
  | { readonly type: 'reveal'; readonly at: FileLocation | undefined; readonly focus: boolean }
  /** A fix that the reader chose; all of it still fits the texts of the newest judgement. */
  | { readonly type: 'edit'; readonly title: string; readonly edits: readonly FileEdits[] }
  /** What was chosen can no longer be done: why, in the reader's language. */
  | { readonly type: 'refuse'; readonly text: string }
  | { readonly type: 'act'; readonly action: StatusAction }
  | { readonly type: 'log'; readonly text: string };

export interface ShownTopology {
  /** The version that the page has confirmed; undefined while it shows nothing or has yet to catch up. */
  readonly version: number | undefined;
  readonly graph: Graph;
  readonly status: GraphStatus;
}

export interface TopologyView {
  /** What the page shows when it has caught up. */
  readonly shown: ShownTopology;
  /** A message from the page, unchecked. */
  receive(message: unknown): TopologyOutcome;
  /** Undefined when the text cursor is in no manifest. */
  moveCursor(cursor: { readonly path: string; readonly position: Position } | undefined): void;
  /** The picture or the data in a format; of a PNG the SVG that the page is to draw. The data wait until all is judged. */
  export(request: ExportRequest): Promise<ExportAnswer>;
  /** The page is hidden; it says `ready` when it is back. */
  detach(): void;
  dispose(): void;
}

export interface ExportRequest {
  readonly format: ExportFormat;
  /** Of an SVG or a PNG. */
  readonly theme: ExportTheme;
  /** Where the page draws what. */
  readonly captured: Omit<Extract<EditorMessage, { readonly type: 'captured' }>, 'type' | 'request'>;
  /** What the reader dragged. */
  readonly positions: readonly PinnedPlace[];
}

export interface ExportAnswer extends ExportedText {
  /** A name for the picture, without ending. */
  readonly title: string;
}
