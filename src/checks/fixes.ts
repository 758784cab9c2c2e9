import type { Message } from '../base/message.ts';
import { deletionOf } from '../manifests/deleteLine.ts';
import { editOf, type TextEdit, type TextReplacement } from '../manifests/edit.ts';
import { additionOf, insertionOf, type FieldInsertion } from '../manifests/insert.ts';
import type { NewValue } from '../manifests/newValue.ts';
import type { Rooted } from '../manifests/place.ts';
import type { Fix, FixEdit } from './finding.ts';

/** A fix that replaces texts. Whether they stand in the manifest as they are read shows when it is made. */
export function replacing(title: Message, preferred: boolean, ...edits: readonly TextReplacement[]): Fix {
  return { title, preferred, edits: edits.map((edit) => ({ kind: 'replace', ...edit })) };
}

/** A fix that writes fields, with the parents that are missing. */
export function inserting(title: Message, preferred: boolean, ...edits: readonly FieldInsertion[]): Fix {
  return { title, preferred, edits: edits.map((edit) => ({ kind: 'insert', ...edit })) };
}

/** A fix that writes a manifest behind a resource, in the same file. */
export function appending(title: Message, preferred: boolean, { document }: Rooted, manifest: NewValue): Fix {
  return { title, preferred, edits: [{ kind: 'append', document, manifest }] };
}

/** The change of the text; undefined where the text is not (or no longer) as the fix takes it to be. */
export function textEditOf(edit: FixEdit): TextEdit | undefined {
  switch (edit.kind) {
    case 'replace':
      return editOf(edit);
    case 'insert':
      return insertionOf(edit);
    case 'append':
      return additionOf(edit);
    case 'delete':
      return deletionOf(edit);
  }
}
