import { partOf, type FieldPlace } from '../place.ts';
import type { Written, WrittenEntry } from '../resources/iotEdge.ts';

/** `NAME=value`; a line without `=` is dropped. */
export function environmentLine(line: Written): readonly WrittenEntry[] {
  const { text, place } = line;
  const equals = text.indexOf('=');
  if (equals <= 0) return [];
  return [
    {
      key: { text: text.slice(0, equals), place: fieldPart(place, 0, equals) },
      value: { text: text.slice(equals + 1), place: fieldPart(place, equals + 1, text.length) },
    },
  ];
}

function fieldPart(place: FieldPlace, start: number, end: number): FieldPlace {
  const part = partOf(place, start, end);
  return part.path === undefined ? place : part;
}
