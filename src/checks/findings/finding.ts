import type { Message } from '../../base/message.ts';
import type { ClaimOverlap } from '../../engine/addresses/claims.ts';
import type { LineDeletion } from '../../manifests/deleteLine.ts';
import type { TextReplacement } from '../../manifests/edit.ts';
import type { FieldInsertion, ManifestAddition } from '../../manifests/insert.ts';
import type { Place } from '../../manifests/place.ts';

export const severities = ['error', 'warning', 'information', 'hint'] as const;
export type Severity = (typeof severities)[number];

/** One problem. Stable `code`; `place` is the smallest token that is wrong. */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly message: Message;
  readonly place: Place;
  /** The other party, near misses…: shown beside the message. */
  readonly related: readonly RelatedPlace[];
  /** `IPAddressPool metallb-system/lan`: whose problem it is; empty for a file's own. */
  readonly resource: string;
  /** Name of the cluster it was judged in; empty for a problem of the text itself. */
  readonly cluster: string;
  readonly fixes: readonly Fix[];
  /** The facts behind the sentence, for those who show them otherwise; nobody reads them out of the message. Absent where nobody needs them. */
  readonly data?: FindingData | undefined;
  /** Of a rendered manifest: as it was judged, with its places there. `place` is then in the source that wrote the field. */
  readonly judged?: Finding | undefined;
}

export type FindingData = { readonly type: 'overlap' } & ClaimOverlap;

export interface RelatedPlace {
  readonly message: Message;
  readonly place: Place;
}

/** Edits that would remove the finding. `preferred` only when it is surely the right one. */
export interface Fix {
  readonly title: Message;
  readonly preferred: boolean;
  readonly edits: readonly FixEdit[];
}

/** Each is made only where the text still is as the finding saw it: Kustomize may have put a value there, or an anchor. */
export type FixEdit =
  | ({ readonly kind: 'replace' } & TextReplacement)
  | ({ readonly kind: 'insert' } & FieldInsertion)
  | ({ readonly kind: 'append' } & ManifestAddition)
  | ({ readonly kind: 'delete' } & LineDeletion);
