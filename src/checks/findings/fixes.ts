import type { Message } from '../../base/message.ts';
import { deletionOf } from '../../manifests/deleteLine.ts';
import { editOf, type TextEdit, type TextReplacement } from '../../manifests/edit.ts';
import { additionOf, insertionOf, type FieldInsertion } from '../../manifests/insert.ts';
import type { NewValue } from '../../manifests/newValue.ts';
import { locate } from '../../manifests/locate.ts';
import type { FieldPlace, Rooted } from '../../manifests/place.ts';
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

/** A fix that deletes a field that has lines of its own; none in flow style, and none for what begins an item of a list. */
export function removing(title: Message, preferred: boolean, field: FieldPlace): readonly Fix[] {
  const { text } = field.document;
  const key = locate({ ...field, part: 'key', span: undefined });
  const value = locate({ ...field, part: 'value', span: undefined });
  const before = text.slice(text.lastIndexOf('\n', key.start - 1) + 1, key.start);
  const rest = /^[ \t]*(#[^\r\n]*)?(?=\r?\n|$)/.exec(text.slice(value.end));
  if (before.trim() !== '' || rest === null || value.start <= key.start) return [];
  return [
    {
      title,
      preferred,
      edits: [
        {
          kind: 'delete',
          place: { document: field.document, path: undefined, start: key.start, end: value.end + rest[0].trimEnd().length },
        },
      ],
    },
  ];
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
