import type { Message } from '../base/message.ts';
import type { Place } from '../manifests/place.ts';
import type { Badge } from './badges.ts';
import type { Offer } from './protocol.ts';

/** What an offer of a description stands for. */
export type OfferTarget =
  | { readonly type: 'place'; readonly place: Place }
  | { readonly type: 'fix'; readonly badge: Badge; readonly title: Message }
  | { readonly type: 'event'; readonly event: OfferedEvent };

/** Something that may happen, in the words of `what-if`; `asks`: the number behind the `=` is the reader's to say. */
export interface OfferedEvent {
  /** `Node worker-1` */
  readonly object: string;
  readonly title: Message;
  readonly words: readonly string[];
  readonly asks?: 'replicas';
}

/** Gives what is offered a number and a text; undefined when it cannot be had. */
export type OfferMaker = (target: OfferTarget) => Offer | undefined;

export const noOffers: OfferMaker = () => undefined;
