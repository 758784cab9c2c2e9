import type { Message } from '../base/message.ts';
import type { ClaimOverlap } from '../engine/addresses/claims.ts';
import type { Place } from '../manifests/place.ts';
import type { Resource } from '../manifests/resource.ts';
import type { ElementSeverity } from './protocol.ts';

/** A finding as the picture needs it. The picture does not know the checks; whoever knows both hands findings over in this shape. */
export interface Badge {
  readonly severity: ElementSeverity;
  readonly code: string;
  readonly message: Message;
  /** The field that is wrong; of one resource that stands for several things (an EdgeNetwork), it decides which of them is marked. */
  readonly place: Place;
  /** Titles of what would put it right, best first. */
  readonly fixes?: readonly Message[];
  /** Of a finding about addresses that two claims share. The badges of one finding bear the same object. */
  readonly overlap?: ClaimOverlap | undefined;
}

/** Findings by the resource that they concern; a finding with two parties stands under both. */
export type Badges = ReadonlyMap<Resource, readonly Badge[]>;

export const noBadges: Badges = new Map();

const order = { error: 0, warning: 1, information: 2, hint: 3 } as const;

/** The worst severity; undefined without badges. */
export function worst(badges: readonly Badge[]): ElementSeverity | undefined {
  let found: ElementSeverity | undefined;
  for (const { severity } of badges) if (found === undefined || order[severity] < order[found]) found = severity;
  return found;
}
