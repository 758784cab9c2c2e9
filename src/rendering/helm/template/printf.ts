import { sliceRope } from '../../rope.ts';
import { stringOf, typeOf, type GoValue, type StringValue, type CallContext } from '../value.ts';
import { paidRope, printVerb } from './format.ts';
import { noFlags, type FormatFlags } from './formatFlags.ts';

/** Larger widths and precisions Go refuses (fmt/print.go, tooLarge). */
const largest = 1_000_000;

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Go's `fmt.Sprintf` (fmt/print.go, doPrintf): the text of the format keeps its places, as do the strings that it is given. */
export function sprintf(format: StringValue, values: readonly GoValue[], context: CallContext): StringValue {
  const { text, rope } = format;
  const out = paidRope(context);
  let used = 0;
  let reordered = false;
  let at = 0;

  /** `[n]`: which value comes next. */
  const argumentIndex = (): 'none' | 'good' | 'bad' => {
    if (text.charAt(at) !== '[') return 'none';
    reordered = true;
    const close = text.indexOf(']', at);
    if (close === -1) {
      at += 1;
      return 'bad';
    }
    const digits = text.slice(at + 1, close);
    at = close + 1;
    const number = /^[0-9]+$/.test(digits) ? Number(digits) : 0;
    if (number < 1 || number > values.length) return 'bad';
    used = number - 1;
    return 'good';
  };
  const number = (): number | undefined => {
    const start = at;
    let size = 0;
    for (; isDigit(text.charAt(at)); at++) {
      if (size > largest) {
        // Go gives up on the whole rest of the format.
        at = text.length;
        return undefined;
      }
      size = size * 10 + Number(text.charAt(at));
    }
    return at === start ? undefined : size;
  };
  /** `*`: the value says the number. */
  const starred = (): number | undefined => {
    at += 1;
    const value = values[used];
    if (value !== undefined) used += 1;
    if (value?.kind !== 'int') return undefined;
    const size = Number(value.value);
    return Math.abs(size) > largest ? undefined : size;
  };

  const directive = (): void => {
    const flags: Writable<FormatFlags> = { ...noFlags };
    let bad = false;
    for (; '#0+- '.includes(text.charAt(at)) && at < text.length; at++) setFlag(flags, text.charAt(at));
    const note = (found: 'none' | 'good' | 'bad'): boolean => {
      if (found === 'bad') bad = true;
      return found !== 'none';
    };
    let after = note(argumentIndex());
    if (text.charAt(at) === '*') {
      const width = starred();
      if (width === undefined) out.add('%!(BADWIDTH)');
      else {
        flags.width = Math.abs(width);
        if (width < 0) {
          flags.minus = true;
          flags.zero = false;
        }
      }
      after = false;
    } else {
      flags.width = number();
      if (after && flags.width !== undefined) bad = true;
    }
    if (text.charAt(at) === '.') {
      at += 1;
      if (after) bad = true;
      after = note(argumentIndex());
      if (text.charAt(at) === '*') {
        const precision = starred();
        if (precision === undefined || precision < 0) out.add('%!(BADPREC)');
        else flags.precision = precision;
        after = false;
      } else flags.precision = number() ?? 0;
    }
    if (!after) note(argumentIndex());
    context.spend((flags.width ?? 0) + (flags.precision ?? 0));
    const point = text.codePointAt(at);
    if (point === undefined) {
      out.add('%!(NOVERB)');
      return;
    }
    const verb = String.fromCodePoint(point);
    at += verb.length;
    const value = values[used];
    if (verb === '%') out.add('%');
    else if (bad) out.add(`%!${verb}(BADINDEX)`);
    else if (value === undefined) out.add(`%!${verb}(MISSING)`);
    else {
      used += 1;
      if (verb === 'v' || verb === 'w') {
        flags.sharpValue = flags.sharp;
        flags.sharp = false;
        flags.plusValue = flags.plus;
        flags.plus = false;
      }
      printVerb(out, flags, context, value, verb);
    }
  };

  while (at < text.length) {
    const percent = text.indexOf('%', at);
    const end = percent === -1 ? text.length : percent;
    out.addRope(sliceRope(rope, at, end));
    at = end + 1;
    if (percent !== -1) directive();
  }
  // What is written in functions, the type checker does not see.
  if (!(reordered as boolean) && used < values.length) {
    out.add('%!(EXTRA ');
    values.slice(used).forEach((value, index) => {
      if (index > 0) out.add(', ');
      if (value.kind === 'nil' || value.kind === 'invalid') out.add('<nil>');
      else {
        out.add(`${typeOf(value)}=`);
        printVerb(out, noFlags, context, value, 'v');
      }
    });
    out.add(')');
  }
  return stringOf(out.rope());
}

function setFlag(flags: Writable<FormatFlags>, flag: string): void {
  switch (flag) {
    case '#':
      flags.sharp = true;
      break;
    case '0':
      flags.zero = true;
      break;
    case '+':
      flags.plus = true;
      break;
    case '-':
      flags.minus = true;
      break;
    default:
      flags.space = true;
  }
}

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9';
}
