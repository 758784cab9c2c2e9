import { message, type Message } from '../../../base/message.ts';
import { partOf, placeOf, type Place } from '../../../manifests/place.ts';
import type { Problem } from '../../findings/check.ts';
import { resourceAt } from '../../findings/resourceAt.ts';
import type { CheckContext } from '../context.ts';
import { unappliedChanges } from '../unseen.ts';
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

/** Why a name and a service that it is held against may be otherwise than they are written; absent when they surely are. */
export function doubtOf({ assembly, cluster }: CheckContext, { text }: Naming, service: NamedService | undefined): Message | undefined {
  return (
    (service?.resource === undefined ? undefined : assembly.doubt(text.place, placeOf(service.resource))) ??
    unappliedChanges(cluster, resourceAt(cluster, text.place), service?.resource)
  );
}

/** The manifest of a service. */
export function relatedTo(service: NamedService): NonNullable<Problem['related']> {
  return service.resource === undefined
    ? []
    : [{ message: message('{0}', labelOfService(service)), place: placeOf(service.resource, 'metadata', 'name') }];
}

/** Whether a host and a port can be nothing else: no image with its version, no list of names with numbers. */
export function isSurelyHost({ qualified, reference: { scheme }, text: { variable } }: Naming): boolean {
  return qualified || scheme !== undefined || (variable !== undefined && hostVariable.test(variable) && !otherVariable.test(variable));
}

const hostVariable = /(host|addr|address|endpoint|upstream|broker|server|url|uri|dsn|peer|target|backend)(es|s)?$/i;
const otherVariable = /image|tag|version|map|port/i;
