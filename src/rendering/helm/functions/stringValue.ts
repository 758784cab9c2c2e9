import { textOfBytes } from '../goText.ts';
import { valueRope } from '../template/format.ts';
import { string, stringOf, unknownOf, type GoValue, type ListValue, type StringValue, type CallContext } from '../value.ts';

/** Sprig's `strval` (strings.go): a text as it is, bytes as text, everything else as Go prints it. */
export function stringValue(value: GoValue, context: CallContext): StringValue {
  if (value.kind === 'list' && value.type === '[]uint8') {
    const text = string(bytesText(value), value.origins);
    return value.unknown ? unknownOf(text) : text;
  }
  return printedValue(value, context);
}

/** As `%v` prints it. */
export function printedValue(value: GoValue, context: CallContext): StringValue {
  if (value.kind === 'string') return value;
  const text = stringOf(valueRope(value, context));
  return value.unknown ? unknownOf(text) : text;
}

/** The text of a `[]uint8`. */
export function bytesText({ items }: ListValue): string {
  return textOfBytes(Uint8Array.from(items, (item) => (item.kind === 'int' ? Number(item.value) : 0)));
}

/** Sprig's `strslice`: the texts of a list without its nils; of anything else its own. */
export function textsOf(value: GoValue, context: CallContext): readonly StringValue[] {
  const texts = (value.kind === 'list' ? value.items : [value])
    .filter((item) => !isNothing(item))
    .map((item) => stringValue(item, context));
  return value.unknown ? texts.map(unknownOf) : texts;
}

export function isNothing(value: GoValue): boolean {
  return value.kind === 'nil' || value.kind === 'invalid';
}
