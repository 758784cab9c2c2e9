import type { GraphElement, PageStrings } from '../../src/topology/protocol.ts';
import type { Picture } from '../../src/topology/placement/picture.ts';
import { leadsSomewhere } from '../../src/topology/placement/endpoints.ts';

/** What is the matter with an element, in words; beside the mark of the severity, and in a narrow column, what is the matter comes first. */
export function problemsOf(picture: Picture, element: GraphElement, strings: PageStrings): readonly string[] {
  const { severity, pending } = element;
  return [
    ...(pending ? [strings.pending] : []),
    ...(hasNoEndpoints(picture, element)
      ? [element.podsUnknown === true ? strings.table.unknownEndpoints : strings.table.noEndpoints]
      : []),
    ...(severity === undefined ? [] : [strings.severities[severity]]),
  ];
}

/** A service that leads nowhere, and is none that leads to a name elsewhere. */
export function hasNoEndpoints(picture: Picture, { id, kind, detail, hasSource }: GraphElement): boolean {
  return kind === 'service' && hasSource && !detail.startsWith('→') && !leadsSomewhere(picture, id);
}
