import { ropeBuilder, sliceRope, textOf, withOrigins, type Rope, type RopeBuilder } from '../../rope.ts';
import { bytesOf, textOfBytes } from '../goText.ts';
import { kindOf, sortedKeys, string, stringOf, typeOf, type GoValue, type ListValue, type MapValue, type CallContext } from '../value.ts';
import type { IntValue, ObjectValue, StringValue } from '../value.ts';
import { noFlags, type FormatFlags } from './formatFlags.ts';
import { floatVerbText, integerText, padded } from './formatNumber.ts';
import { canBackquote, quote, quoteRune } from './quote.ts';

/** Go's fmt (fmt/print.go), into a rope: what is copied keeps its places. */
interface Printing {
  readonly out: RopeBuilder;
  readonly flags: FormatFlags;
  readonly context: CallContext;
  /** Within the complaint about a wrong verb, where no methods are called. */
  readonly complaining: boolean;
}

/** Go's `printableValue` (text/template/exec.go): nothing has words of its own, and a pointer is printed as what it points at. */
export function printable(value: GoValue): GoValue {
  if (value.kind === 'invalid' || value.kind === 'nil')
    return { ...string('<no value>', value.origins), ...(value.unknown && { unknown: true }) };
  if (value.kind !== 'object') return value;
  const { kind, fields, methods, held, origins, unknown } = value;
  const optional = { ...(methods && { methods }), ...(held !== undefined && { held }), ...(unknown && { unknown }) };
  return { kind, type: value.type.replace(/^\*/, ''), fields, origins, ...optional };
}

/** What a piece takes beside its text, in the steps of a rendering, and how many units of text are copied in the time of one. */
const costOfPiece = 4;
const unitsPerStep = 64;

/** A text under construction that pays for what it makes. */
export function paidRope(context: CallContext): RopeBuilder {
  const out = ropeBuilder();
  const pay = ({ length }: string): void => {
    context.spend(costOfPiece + length / unitsPerStep);
  };
  return {
    add: (text, origins, unknown) => {
      pay(text);
      out.add(text, origins, unknown);
    },
    addRope: (rope) => {
      for (const { text } of rope) pay(text);
      out.addRope(rope);
    },
    rope: out.rope,
  };
}

/** A value as `{{ x }}`, `print` and `%v` print it. */
export function valueRope(value: GoValue, context: CallContext): Rope {
  if (value.kind === 'string') return value.rope;
  const out = paidRope(context);
  printValue({ out, flags: noFlags, context, complaining: false }, value, 'v', 0);
  return out.rope();
}

/** The same as text alone. */
export function valueText(value: GoValue, context: CallContext): string {
  return stringOf(valueRope(value, context)).text;
}

/** Go's `fmt.Sprint`: a space between two values neither of which is a string. */
export function sprint(values: readonly GoValue[], context: CallContext): StringValue {
  const out = paidRope(context);
  values.forEach((value, index) => {
    const before = values[index - 1];
    if (before !== undefined && before.kind !== 'string' && value.kind !== 'string') out.add(' ');
    out.addRope(valueRope(value, context));
  });
  return stringOf(out.rope());
}

/** Go's `fmt.Sprintln`: a space between all values, and a new line. */
export function sprintln(values: readonly GoValue[], context: CallContext): StringValue {
  const out = paidRope(context);
  values.forEach((value, index) => {
    if (index > 0) out.add(' ');
    out.addRope(valueRope(value, context));
  });
  out.add('\n');
  return stringOf(out.rope());
}

/** Prints one value under a verb into what is under construction. */
export function printVerb(out: RopeBuilder, flags: FormatFlags, context: CallContext, value: GoValue, verb: string): void {
  const printing = { out, flags, context, complaining: false };
  if (verb === 'T') out.add(padded(kindOf(value) === 'invalid' ? '<nil>' : truncated(typeOf(value), flags), flags), [], value.unknown);
  // Both are for pointers and errors, which no value of a chart is.
  else if (verb === 'p' || (verb === 'w' && ['map', 'list', 'object'].includes(value.kind))) complain(printing, value, verb);
  else printValue(printing, value, verb, 0);
}

function printValue(printing: Printing, value: GoValue, verb: string, depth: number): void {
  const { out, flags } = printing;
  printing.context.spend(1);
  const put = (text: string | undefined): void => {
    if (text === undefined) complain(printing, value, verb);
    else out.add(text, value.origins, value.unknown);
  };
  switch (value.kind) {
    case 'invalid':
    case 'nil':
      if (depth > 0) put(flags.sharpValue ? 'interface {}(nil)' : '<nil>');
      else put(verb === 'v' ? padded('<nil>', flags) : undefined);
      return;
    case 'bool':
      put(verb === 't' || verb === 'v' ? padded(String(value.value), flags) : undefined);
      return;
    case 'int':
      put(wholeText(value, verb, flags));
      return;
    case 'float':
      put(floatVerbText(value.value, verb, flags));
      return;
    case 'complex': {
      const real = floatVerbText(value.real, verb, flags);
      const imaginary = floatVerbText(value.imaginary, verb, { ...flags, plus: true });
      put(real === undefined || imaginary === undefined ? undefined : `(${real}${imaginary}i)`);
      return;
    }
    case 'string':
      printString(printing, value, verb);
      return;
    case 'map':
      printMap(printing, value, verb, depth);
      return;
    case 'list':
      printList(printing, value, verb, depth);
      return;
    case 'object':
      printObject(printing, value, verb, depth);
      return;
    case 'function':
      complain(printing, value, verb);
  }
}

function wholeText(value: IntValue, verb: string, flags: FormatFlags): string | undefined {
  const point = value.value >= 0n && value.value <= 0x10ffffn ? Number(value.value) : 0xfffd;
  const valid = point >= 0xd800 && point <= 0xdfff ? 0xfffd : point;
  switch (verb) {
    case 'c':
      return padded(String.fromCodePoint(valid), flags);
    case 'q':
      return padded(quoteRune(valid, flags.plus), flags);
    case 'U': {
      const name = `U+${BigInt.asUintN(64, value.value)
        .toString(16)
        .toUpperCase()
        .padStart(Math.max(4, flags.precision ?? 0), '0')}`;
      const shown = flags.sharp && value.value >= 0n && value.value <= 0x10ffffn && !quoteRune(valid).startsWith("'\\");
      return padded(shown ? `${name} '${String.fromCodePoint(valid)}'` : name, { ...flags, zero: false });
    }
    case 'v':
      return flags.sharpValue && value.type.startsWith('u')
        ? integerText(value.value, 'x', { ...flags, sharp: true })
        : integerText(value.value, 'd', flags);
    default:
      return integerText(value.value, verb, flags);
  }
}

/** `%s %v` keep the places of the text; the other verbs make a new one of it. */
function printString(printing: Printing, value: StringValue, verb: string): void {
  const { out, flags } = printing;
  const made = (text: string): void => {
    out.add(text, value.origins, value.unknown);
  };
  switch (verb) {
    case 'v':
      if (flags.sharpValue) made(padded(quoted(value.text, flags), flags));
      else copyString(out, value, flags);
      return;
    case 's':
      copyString(out, value, flags);
      return;
    case 'q':
      made(padded(quoted(truncated(value.text, flags), flags), flags));
      return;
    case 'x':
    case 'X':
      made(padded(hexBytes(bytesOf(value.text), verb, flags), flags));
      return;
    default:
      complain(printing, value, verb);
  }
}

function copyString(out: RopeBuilder, value: StringValue, flags: FormatFlags): void {
  const text = truncated(value.text, flags);
  const whole = padded(text, flags);
  const before = flags.minus ? '' : whole.slice(0, whole.length - text.length);
  out.add(before);
  out.addRope(text.length === value.text.length ? value.rope : sliceRope(value.rope, 0, text.length));
  if (flags.minus) out.add(whole.slice(text.length));
}

/** To as many characters as the precision says. */
function truncated(text: string, { precision }: FormatFlags): string {
  return precision === undefined ? text : Array.from(text).slice(0, precision).join('');
}

function quoted(text: string, { sharp, sharpValue, plus }: FormatFlags): string {
  return sharp && !sharpValue && canBackquote(text) ? `\`${text}\`` : quote(text, plus);
}

function hexBytes(bytes: Uint8Array, verb: string, { precision, sharp, space }: FormatFlags): string {
  const shown = Array.from(precision === undefined ? bytes : bytes.subarray(0, precision), (byte) => byte.toString(16).padStart(2, '0'));
  if (shown.length === 0) return '';
  const prefix = sharp ? '0x' : '';
  const text = prefix + shown.join(space ? ` ${prefix}` : '');
  return verb === 'X' ? text.toUpperCase() : text;
}

function printMap(printing: Printing, value: MapValue, verb: string, depth: number): void {
  const { out, flags } = printing;
  if (flags.sharpValue && value.isNil) {
    out.add(`${value.type}(nil)`, value.origins, value.unknown);
    return;
  }
  out.add(flags.sharpValue ? `${value.type}{` : 'map[', value.origins, value.unknown);
  sortedKeys(value).forEach((key, index) => {
    const entry = value.entries.get(key);
    if (entry === undefined) return;
    if (index > 0) out.add(flags.sharpValue ? ', ' : ' ', value.origins);
    printValue(printing, string(key, entry.keyOrigins), verb, depth + 1);
    out.add(':', value.origins);
    printValue(printing, entry.value, verb, depth + 1);
  });
  out.add(flags.sharpValue ? '}' : ']', value.origins);
}

function printList(printing: Printing, value: ListValue, verb: string, depth: number): void {
  const { out, flags } = printing;
  if (value.element === 'uint8' && 'sqxX'.includes(verb)) {
    const bytes = textOfBytes(Uint8Array.from(value.items, (item) => (item.kind === 'int' ? Number(item.value) : 0)));
    printString(printing, string(bytes, value.origins), verb);
    return;
  }
  if (flags.sharpValue && value.isNil) {
    out.add(`${value.type}(nil)`, value.origins, value.unknown);
    return;
  }
  if (value.element === 'uint8') {
    printBytes(printing, value, verb);
    return;
  }
  out.add(flags.sharpValue ? `${value.type}{` : '[', value.origins, value.unknown);
  value.items.forEach((item, index) => {
    if (index > 0) out.add(flags.sharpValue ? ', ' : ' ', value.origins);
    printValue(printing, item, verb, depth + 1);
  });
  out.add(flags.sharpValue ? '}' : ']', value.origins);
}

/** The content of a file as numbers: one piece, as a piece for each would take a hundred times its room. */
function printBytes(printing: Printing, value: ListValue, verb: string): void {
  const { out, flags, context } = printing;
  context.spend(value.items.length / unitsPerStep);
  const texts: string[] = [];
  const numbers = value.items.map((item) => (texts[item.kind === 'int' ? Number(item.value) : 0] ??= byteText(printing, item, verb)));
  const [open, between, close] = flags.sharpValue ? [`${value.type}{`, ', ', '}'] : ['[', ' ', ']'];
  out.add(open + numbers.join(between) + close, value.origins, value.unknown);
}

function byteText(printing: Printing, byte: GoValue, verb: string): string {
  const out = ropeBuilder();
  printValue({ ...printing, out }, byte, verb, 1);
  return textOf(out.rope());
}

function printObject(printing: Printing, value: ObjectValue, verb: string, depth: number): void {
  const { out, flags, context } = printing;
  const method = value.methods?.get('Error') ?? value.methods?.get('String');
  if (method?.parameters.length === 0 && !value.methodsOfPointer && !printing.complaining && !flags.sharpValue && 'vsxXq'.includes(verb)) {
    const text = method.call(context, []);
    if (text.kind === 'string') {
      printString(printing, { ...text, rope: withOrigins(text.rope, value.origins), ...(value.unknown && { unknown: true }) }, verb);
      return;
    }
  }
  const isPointer = value.type.startsWith('*');
  // Where it lies in memory differs from run to run.
  if (isPointer && depth > 0) {
    out.add('0xc000000000', value.origins, true);
    return;
  }
  const type = isPointer ? value.type.slice(1) : value.type;
  out.add((isPointer ? '&' : '') + (flags.sharpValue ? type : '') + '{', value.origins, value.unknown);
  [...value.fields].forEach(([name, field], index) => {
    if (index > 0) out.add(flags.sharpValue ? ', ' : ' ', value.origins);
    if (flags.plusValue || flags.sharpValue) out.add(`${name}:`, value.origins);
    printValue(printing, field, verb, depth + 1);
  });
  out.add('}', value.origins);
}

/** `%!d(string=a)`: the verb does not fit the value. */
function complain(printing: Printing, value: GoValue, verb: string): void {
  const { out } = printing;
  if (kindOf(value) === 'invalid') {
    out.add(`%!${verb}(<nil>)`, value.origins, value.unknown);
    return;
  }
  out.add(`%!${verb}(${typeOf(value)}=`, value.origins, value.unknown);
  if (value.kind === 'function') out.add('0x0', [], true);
  else printValue({ ...printing, complaining: true }, value, 'v', 0);
  out.add(')', value.origins);
}
