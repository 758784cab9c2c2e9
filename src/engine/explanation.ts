import type { Message } from '../base/message.ts';
import type { Place } from '../manifests/place.ts';

/**
 * `fixed`: the manifests leave one outcome. `predicted`: the real component would do this when manifests are applied in file order to a fresh cluster.
 * `possible`: the real component chooses at random or by a race, and this is one lawful outcome.
 */
export type Certainty = 'fixed' | 'predicted' | 'possible';

/** Why something is as it is: one plain sentence, and the places that decided it (most decisive first; empty for what only a profile implies). */
export interface Explanation {
  readonly certainty: Certainty;
  readonly reason: Message;
  readonly because: readonly Place[];
}

/** Why something is not: a reason code of the JSON contract with its sentence. */
export interface Refusal<Reason extends string> {
  readonly reason: Reason;
  readonly message: Message;
  readonly because: readonly Place[];
}
