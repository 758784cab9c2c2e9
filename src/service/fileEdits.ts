import type { TextEdit } from 'vscode-languageserver-types';
import type { FileEdit } from '../analysis/fixes/fileEdits.ts';

/** What is to be written in one file; of a file to be made, all of it. */
export interface FileEdits {
  readonly path: string;
  readonly create: boolean;
  readonly edits: readonly TextEdit[];
}

/** A file to be made. */
export interface NewFile {
  readonly path: string;
  readonly text: string;
}

/** Edits file by file, in the order of their first edits, then the file to be made. Undefined when one of the files has a text that has not been judged: its places would be off. */
export function fileEdits(
  edits: readonly FileEdit[],
  newFile: NewFile | undefined,
  isCurrent: (path: string) => boolean,
): readonly FileEdits[] | undefined {
  const files = new Map<string, FileEdits['edits'][number][]>();
  for (const { range, text } of edits) {
    if (!isCurrent(range.path)) return undefined;
    const edit = { range: { start: range.start, end: range.end }, newText: text };
    const list = files.get(range.path);
    if (list === undefined) files.set(range.path, [edit]);
    else list.push(edit);
  }
  const changed = [...files].map(([path, list]): FileEdits => ({ path, create: false, edits: list }));
  return newFile === undefined
    ? changed
    : [...changed, { path: newFile.path, create: true, edits: [{ range: beginning, newText: newFile.text }] }];
}

const beginning = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
