import type { Message } from '../base/message.ts';
import type { TextReplacement } from '../manifests/edit.ts';
import type { FieldInsertion } from '../manifests/insert.ts';
import type { NewValue } from '../manifests/newValue.ts';
import type { Rooted } from '../manifests/place.ts';
import type { Fix } from './finding.ts';

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
