import type { Position, Range } from 'vscode-languageserver-types';
import type { FileLocation } from './fileFinding.ts';
import type { Refusal } from './questions.ts';
import type { FileEdits } from './fileEdits.ts';

/**
 * Questions of somebody who edits a file. They are about its present text, of which places in other files are as of the last judgement.
 * Undefined: the file is not read here, the question was cancelled, or its text is not judged in time.
 */
export interface Editing {
  /** Where the things are that are named or selected at a position, or made there. */
  definitions(path: string, position: Position, cancelled: AbortSignal): Promise<readonly FileLocation[] | undefined>;
  /** Where they are named or selected; `withDefinitions`: and where they are. */
  references(
    path: string,
    position: Position,
    withDefinitions: boolean,
    cancelled: AbortSignal,
  ): Promise<readonly FileLocation[] | undefined>;
  /** The name at a position, if another one can be given in its place; undefined also where there is no name that is known. */
  renameable(path: string, position: Position, cancelled: AbortSignal): Promise<Renameable | Refusal | undefined>;
  /** The new name wherever the old one is meant, in every cluster that shares one of the places. */
  rename(path: string, position: Position, text: string, cancelled: AbortSignal): Promise<Renaming | Refusal | undefined>;
  /** What becomes of the manifests in a stretch of a file, a few words each, behind what they are about. `hidden`: kinds that are not wanted. */
  hints(path: string, range: Range, hidden: readonly string[], cancelled: AbortSignal): Promise<readonly FileHint[] | undefined>;
  /** A few words above the manifests of a file. `hidden`: kinds that are not wanted. */
  lenses(path: string, hidden: readonly string[], cancelled: AbortSignal): Promise<readonly FileLens[] | undefined>;
  /** What connections lead to or begin at: what is named at a position, else the manifest there. */
  callers(path: string, position: Position, cancelled: AbortSignal): Promise<readonly FileCaller[] | undefined>;
  /** Who names or selects the manifest at a position, as far as traffic follows (`to`), or whom it names or selects (`from`). */
  calls(which: 'to' | 'from', path: string, position: Position, cancelled: AbortSignal): Promise<readonly FileCall[] | undefined>;
  /** Those of both that stand in the file itself. */
  highlights(path: string, position: Position, cancelled: AbortSignal): Promise<readonly Range[] | undefined>;
  /** Paths of files that a file names, where these are known. */
  links(path: string, cancelled: AbortSignal): Promise<readonly FileLink[] | undefined>;
  /** What a file describes, in its order. */
  outline(path: string, cancelled: AbortSignal): Promise<readonly OutlineEntry[] | undefined>;
  /** Manifests by name, who has an address, and what has a label (`app=web`), in all clusters; the first hundred. Does not wait. */
  symbols(query: string): readonly FoundSymbol[];
  /** What may be typed at a position of the text that was noted last; what is known of others is as of the last judgement. Does not wait; undefined also where nothing is known of the place. */
  completions(path: string, position: Position): Completions | undefined;
}

export interface FileHint {
  readonly position: Position;
  readonly text: string;
  /** Why, in one or two sentences. */
  readonly reason: string | undefined;
  /** What decided it. */
  readonly cause: FileLocation | undefined;
}

export interface FileLens {
  readonly position: Position;
  readonly text: string;
  /** What a click does; undefined: nothing. */
  readonly action: { readonly type: 'places'; readonly places: readonly FileLocation[] } | { readonly type: 'topology' } | undefined;
}

export interface FileCaller {
  readonly name: string;
  /** Kind, namespace and addresses, and the cluster where there are several. */
  readonly detail: string;
  readonly sort: OutlineSort;
  /** Of its name. */
  readonly at: FileLocation;
}

export interface FileCall {
  readonly with: FileCaller;
  /** Where the caller says it, in the caller's file. */
  readonly ranges: readonly Range[];
}

export interface Renameable {
  readonly type: 'renameable';
  readonly range: Range;
  readonly text: string;
}

export interface Renaming {
  readonly type: 'renamed';
  readonly edits: readonly FileEdits[];
}

export interface Completion {
  readonly sort: 'key' | 'value' | 'name' | 'address' | 'snippet';
  readonly label: string;
  /** As it is to be written in the place of `Completions.range`; of a snippet with the protocol's placeholders. */
  readonly text: string;
  readonly detail: string | undefined;
  /** Plain text, with code between backticks. */
  readonly documentation: string | undefined;
}

export interface Completions {
  readonly range: Range;
  /** The likeliest first. */
  readonly items: readonly Completion[];
}

export interface FileLink {
  readonly range: Range;
  /** Path of the file; of a folder that is applied as one its kustomization or chart. */
  readonly target: string;
}

export type OutlineSort = 'service' | 'workload' | 'node' | 'range' | 'policy' | 'route' | 'namespace' | 'data' | 'other' | 'part' | 'port';

export interface OutlineEntry {
  readonly name: string;
  /** Kind, namespace and addresses; of a part what it is. */
  readonly detail: string;
  readonly sort: OutlineSort;
  readonly range: Range;
  /** Of its name. */
  readonly selection: Range;
  readonly children: readonly OutlineEntry[];
}

export interface FoundSymbol {
  readonly name: string;
  /** Where it belongs: kind and namespace, and the cluster where there are several. */
  readonly container: string;
  readonly sort: OutlineSort;
  readonly at: FileLocation;
}
