import { resolvePlace } from '../../analysis/resolve.ts';
import type { Snapshot } from '../../analysis/snapshot.ts';
import type { Language } from '../../base/message.ts';
import type { Explanation } from '../../engine/explanation.ts';
import type { Place } from '../../manifests/place.ts';
import type { FileLocation } from '../fileFinding.ts';
import { locationOf } from '../findings.ts';
import type { ExplainedAnswer } from '../questions.ts';

export function explained(snapshot: Snapshot, { certainty, reason, because }: Explanation, { say }: Language): ExplainedAnswer {
  return { certainty, reason: say(reason), because: locationsOf(snapshot, because) };
}

/** Where places are; those of texts that have gone are left out. */
export function locationsOf(snapshot: Snapshot, places: readonly Place[]): readonly FileLocation[] {
  return places.flatMap((place) => {
    const range = resolvePlace(snapshot, place);
    return range === undefined ? [] : [locationOf(range)];
  });
}
