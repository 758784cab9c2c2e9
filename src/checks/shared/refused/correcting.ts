import { message } from '../../../base/message.ts';
import { nearestOf } from '../../../base/nearest.ts';
import type { Place } from '../../../manifests/place.ts';
import type { Fix } from '../../findings/finding.ts';
import { replacing } from '../../findings/fixes.ts';

/** A fix that writes the word of a list that was meant, without regard to capitals. */
export function correcting(place: Place, written: string, words: readonly string[]): readonly Fix[] {
  const lower = new Map(words.map((word) => [word.toLowerCase(), word]));
  const near = nearestOf(written.toLowerCase(), lower.keys()) ?? (lower.has(written.toLowerCase()) ? written.toLowerCase() : undefined);
  const meant = near === undefined ? undefined : lower.get(near);
  return meant === undefined || meant === written || written === ''
    ? []
    : [replacing(message('Write {0}', meant), true, { place, replaces: written, text: meant })];
}
