import type { Text } from '../../base/message.ts';
import type { TextRange } from '../../base/text.ts';
import type { CursorContext } from '../../manifests/halfTyped.ts';
import type { FieldPath } from '../../manifests/place.ts';
import type { AnalysedCluster } from '../snapshot.ts';

export type CandidateSort = 'key' | 'value' | 'name' | 'address' | 'snippet';

/** Something that may be meant at a cursor. */
export interface Candidate {
  readonly sort: CandidateSort;
  readonly label: string;
  /** What is written; absent: the label. Quotes are added where the place needs them. */
  readonly text?: string;
  /** The text is a snippet with places to fill in (`${1:name}`), written as it stands. */
  readonly snippet?: true;
  /** Beside the label: what it is. */
  readonly detail?: Text;
  /** More about it, as plain text. */
  readonly documentation?: Text;
  /** Comes before others of the place; absent: 5. */
  readonly rank?: number;
}

/** What may be meant at a cursor. */
export interface Completions {
  /** What is replaced: offsets in the text, around the cursor. */
  readonly word: TextRange;
  /** In order. Each has its text as it is to be written. */
  readonly candidates: readonly (Candidate & { readonly text: string })[];
}

export function byRank(one: Candidate, other: Candidate): number {
  const usual = 5;
  return (one.rank ?? usual) - (other.rank ?? usual);
}

/** The place in a manifest that candidates are looked for. */
export interface TypedPlace {
  readonly context: CursorContext;
  /** Of the manifest around the cursor: from its root. */
  readonly path: FieldPath;
  readonly kind: string;
  readonly apiVersion: string;
  /** Absent: not written. */
  readonly namespace: string | undefined;
  /** The scalar at a path of the manifest. */
  readonly textAt: (...path: FieldPath) => string | undefined;
  /** A map's keys with their scalars. */
  readonly pairsAt: (...path: FieldPath) => ReadonlyMap<string, string | undefined>;
  /** A map's keys but the one that is being typed. */
  readonly otherKeysAt: (...path: FieldPath) => ReadonlySet<string>;
  /** In which the file takes part, or would. */
  readonly clusters: readonly AnalysedCluster[];
}

/** What a place offers; in the order in which it is to be shown. */
export type Offer = (place: TypedPlace) => Iterable<Candidate>;
