import type { Message } from '../base/message.ts';
import type { LineDeletion } from './deleteLine.ts';
import type { TextReplacement } from './edit.ts';
import type { Place } from './place.ts';

export type ReadProblemCode =
  | 'yaml/syntax'
  | 'yaml/duplicate-key'
  | 'yaml/ambiguous-scalar'
  | 'yaml/unreadable'
  | 'yaml/limit'
  | 'resource/wrong-type'
  | 'resource/unknown-field';

/** Something that could not be read as it stands; reading went on without it. */
export interface ReadProblem {
  /** Where this case weighs less than its code usually does. */
  readonly severity?: 'information';
  readonly code: ReadProblemCode;
  readonly message: Message;
  readonly place: Place;
  /** The other party. */
  readonly related?: readonly { readonly message: Message; readonly place: Place }[];
  /** Edits that would each end it, the likeliest first. A single one is surely right. */
  readonly corrections?: readonly Correction[];
  /** Lines whose deletion would each end it. A single one is surely right. */
  readonly deletions?: readonly Deletion[];
}

export interface Deletion extends LineDeletion {
  readonly title: Message;
}

export interface Correction extends TextReplacement {
  readonly title: Message;
}
