import { baseName } from '../../base/path.ts';
import type { Language } from '../../base/message.ts';
import type { Badge } from '../../topology/badges.ts';
import type { OfferTarget } from '../../topology/offers.ts';
import type { Offer } from '../../topology/protocol.ts';
import { findingOf } from '../../analysis/badges.ts';
import { fileEditsOf, type FileEdit } from '../../analysis/fixes/fileEdits.ts';
import { resolvePlace } from '../../analysis/resolve.ts';
import type { Snapshot } from '../../analysis/snapshot.ts';

/** How many offers are remembered: those of the last few descriptions. */
const mostOffers = 2000;

/** What was offered to a page, by number. The page knows numbers alone; a number is never given twice. */
export class Offers {
  readonly #targets = new Map<number, OfferTarget>();
  readonly #language: Language;
  #last = 0;

  constructor(language: Language) {
    this.#language = language;
  }

  /** Undefined for a place whose text has gone, and for a fix that the texts do not allow. */
  make(target: OfferTarget, snapshot: Snapshot): Offer | undefined {
    const text = textOf(target, snapshot, this.#language);
    if (text === undefined) return undefined;
    this.#last++;
    this.#targets.set(this.#last, target);
    this.#targets.delete(this.#last - mostOffers);
    return { number: this.#last, text };
  }

  target(number: number): OfferTarget | undefined {
    return this.#targets.get(number);
  }
}

/** The edits of a fix as the texts are now, when the same problem is still there and still has it. `badges`: those of the element that it was offered for. */
export function editsOf(
  snapshot: Snapshot,
  badges: readonly Badge[],
  { badge, title }: Extract<OfferTarget, { type: 'fix' }>,
  { say }: Language,
): readonly FileEdit[] | undefined {
  const wanted = say(badge.message);
  const present =
    badges.find((other) => other === badge) ?? badges.find(({ code, message }) => code === badge.code && say(message) === wanted);
  const fix = (present === undefined ? undefined : findingOf(present))?.fixes.find((each) => say(each.title) === say(title));
  return fix === undefined ? undefined : fileEditsOf(snapshot, fix);
}

function textOf(target: OfferTarget, snapshot: Snapshot, language: Language): string | undefined {
  if (target.type === 'fix')
    return editsOf(snapshot, [target.badge], target, language) === undefined ? undefined : language.say(target.title);
  if (target.type === 'event') return language.say(target.event.title);
  const range = resolvePlace(snapshot, target.place);
  return range === undefined ? undefined : `${baseName(range.path)}:${range.start.line + 1}`;
}
