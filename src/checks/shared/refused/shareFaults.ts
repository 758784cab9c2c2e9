import { message } from '../../../base/message.ts';
import { scalarAt } from '../../../manifests/locate.ts';
import { holdsPlaceholder } from '../../../manifests/placeholder.ts';
import { placeOf, type FieldPath } from '../../../manifests/place.ts';
import type { Refusal } from '../../../manifests/refusal.ts';
import type { Resource } from '../../../manifests/resource.ts';

/**
 * Of a field that is a number or a percentage, what is neither: a text is a percentage, without quotes a number is one. `mayExceedAll`: more than 100% is taken.
 * kubernetes pkg/apis/apps/validation/validation.go ValidatePositiveIntOrPercent, IsNotMoreThan100Percent
 */
export function shareFaults(resource: Resource, path: FieldPath, mayExceedAll = false): readonly Refusal[] {
  const written = scalarAt(placeOf(resource, ...path))?.value;
  if (typeof written === 'number') return written < 0 ? [{ path, text: message('{0} may not be negative.', String(path.at(-1))) }] : [];
  if (typeof written !== 'string' || written === '' || holdsPlaceholder(written)) return [];
  if (/^\d+%$/.test(written))
    return mayExceedAll || Number.parseInt(written, 10) <= 100
      ? []
      : [{ path, text: message('{0} is more than all: 100% is the most.', written) }];
  return /^\d+$/.test(written)
    ? [{ path, text: message('"{0}" in quotes is a text, which must be a percentage. Write {0} without quotes, or {0}%.', written) }]
    : [{ path, text: message('"{0}" is neither a number nor a percentage, such as 25%.', written) }];
}
