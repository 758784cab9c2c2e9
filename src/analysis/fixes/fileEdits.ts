import type { Fix } from '../../checks/findings/finding.ts';
import { textEditOf } from '../../checks/findings/fixes.ts';
import { isRendered } from '../../rendering/renderedDocument.ts';
import { resolvePlace, type FileRange } from '../resolve.ts';
import type { Snapshot } from '../snapshot.ts';

/** One change of a fix: the text that is to stand in a stretch of a file. */
export interface FileEdit {
  readonly range: FileRange;
  readonly text: string;
}

/** A fix in files and lines; undefined unless each of its edits still has its place. */
export function fileEditsOf(snapshot: Snapshot, fix: Fix): readonly FileEdit[] | undefined {
  const edits = fix.edits.map((change): FileEdit | undefined => {
    const edit = textEditOf(change);
    const range =
      edit === undefined || isRendered(edit.document)
        ? undefined
        : resolvePlace(snapshot, { document: edit.document, path: undefined, start: edit.start, end: edit.end });
    return edit === undefined || range === undefined ? undefined : { range, text: edit.text };
  });
  const found = edits.filter((edit) => edit !== undefined);
  return found.length === edits.length ? found : undefined;
}
