import { message, type Message } from '../../../base/message.ts';
import { partOf, placeOf, type Place } from '../../../manifests/place.ts';
import type { Problem } from '../../findings/check.ts';
import type { CheckContext } from '../context.ts';
import type { Fix } from '../../findings/finding.ts';
import { replacing } from '../../findings/fixes.ts';
import type { Label } from '../../../engine/references/names/clusterName.ts';
import type { Naming } from '../../../engine/references/names/naming.ts';
import { labelOfService, type NamedService } from '../../../engine/references/names/serviceNames.ts';

/** A stretch of the text that a name stands in. */
export type Part = Pick<Label, 'start' | 'end'>;

/** Where a part of a name stands. */
export function placeIn({ text }: Naming, { start, end }: Part): Place {
  return partOf(text.place, start, end);
}

/** A fix that writes another text for a part of a name. */
export function writing(naming: Naming, part: Part, text: string, preferred: boolean): Fix {
  return replacing(message('Write {0}', text), preferred, {
    place: placeIn(naming, part),
    replaces: naming.text.text.slice(part.start, part.end),
    text,
  });
}

/** What could make a name, or what it asks for, after all; absent when all that could is understood. */
export function doubtOf({ assembly, unseenPods }: CheckContext, { text }: Naming, service: NamedService | undefined): Message | undefined {
  return (service?.resource === undefined ? undefined : assembly.doubt(text.place, placeOf(service.resource))) ?? unseenPods();
}

/** The manifest of a service. */
export function relatedTo(service: NamedService): NonNullable<Problem['related']> {
  return service.resource === undefined
    ? []
    : [{ message: message('{0}', labelOfService(service)), place: placeOf(service.resource, 'metadata', 'name') }];
}
