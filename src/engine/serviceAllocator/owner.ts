import type { Term } from '../../base/message.ts';
import type { Place } from '../../manifests/place.ts';

/** Who holds an address or a port. */
export interface Owner {
  /** For people: `Service shop/web`. */
  readonly label: Term;
  /** Where it is declared; absent for what only a profile implies. */
  readonly place: Place | undefined;
}
