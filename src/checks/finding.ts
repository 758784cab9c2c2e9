import type { Message } from '../base/message.ts';
import type { Place } from '../manifests/place.ts';

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
}

export interface RelatedPlace {
  readonly message: Message;
  readonly place: Place;
}

/** An edit that would remove the finding. `preferred` only when it is surely the right one. */
export interface Fix {
  readonly title: Message;
  readonly preferred: boolean;
  readonly edits: readonly FixEdit[];
}

/**
 * Puts a text at a place; inside quotes the quotes stay. For a key place the key is renamed. Only where `replaces` stands there now (content, without quotes):
 * Kustomize may have put it there, or an anchor.
 */
export interface FixEdit {
  readonly place: Place;
  readonly replaces: string;
  readonly text: string;
}
