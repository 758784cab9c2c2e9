import { message, type Message } from '../../base/message.ts';
import { scalarAt } from '../../manifests/locate.ts';
import type { Place } from '../../manifests/place.ts';

/** What the defaults of a chart leave empty that nobody here installs is given by whoever does. */
export function leftOpen(place: Place): Message | undefined {
  if (place.document.unitKey?.startsWith('chart ') !== true || place.path === undefined) return undefined;
  const scalar = scalarAt(place);
  return scalar?.text === '' || scalar?.value === null
    ? message('The chart leaves it empty, to be given when it is installed.')
    : undefined;
}
