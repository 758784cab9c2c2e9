import type { Message } from '../base/message.ts';
import type { TextRange } from '../base/text.ts';
import type { FieldPath } from './place.ts';

/** What is refused of a resource, by the API server unless something else is said, for what is written in fields that nothing else here reads. */
export interface Refusal {
  /** From the resource. */
  readonly path: FieldPath;
  /** At the field's key: for what is not written beside it. */
  readonly atKey?: true;
  /** A part of the text of the field, in characters of it. */
  readonly span?: TextRange;
  readonly text: Message;
  /** Absent: the API server refuses the resource itself, or of a StatefulSet, whose template it does not look at, the pods. `nobody`: it is taken, and the sentence says what comes of it. */
  readonly by?: 'itself' | 'nobody';
  readonly severity?: 'warning';
  /** What is written, where one of the words may be meant. */
  readonly written?: string;
  readonly words?: readonly string[];
  /** What is surely to be written in its place. */
  readonly meant?: { readonly written: string; readonly text: string };
  /** A field that would end it, from the resource. */
  readonly missing?: { readonly path: FieldPath; readonly value: string };
}
