import { failure, goFunction } from '../function.ts';
import { byteLength } from '../goText.ts';
import { cut, cutBytes } from './text.ts';
import type { CallContext, GoFunction, StringValue } from '../value.ts';

/** Go's `unicode.IsSpace`. */
export const space = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

const sliceError = failure('runtime error: slice bounds out of range');

/** `strings.TrimSpace`. */
export function trimmedSpace(text: StringValue): StringValue {
  let start = 0;
  let end = text.text.length;
  while (start < end && space.test(text.text.charAt(start))) start += 1;
  while (end > start && space.test(text.text.charAt(end - 1))) end -= 1;
  return cut(text, start, end);
}

/** `strings.Trim`: characters of the set go from both ends. */
function trimmedOf(context: CallContext, text: StringValue, set: string): StringValue {
  context.spend(text.text.length / 4);
  const characters = new Set(set);
  const units = Array.from(text.text);
  let first = 0;
  let last = units.length;
  let start = 0;
  let end = text.text.length;
  for (; first < last && characters.has(units[first] ?? ''); first++) start += (units[first] ?? '').length;
  for (; last > first && characters.has(units[last - 1] ?? ''); last--) end -= (units[last - 1] ?? '').length;
  return cut(text, start, end);
}

const trimAll = goFunction(['string', 'string'], (context, set, text) => trimmedOf(context, text, set.text), { tracksUnknown: true });

export const trimming: Readonly<Record<string, GoFunction>> = {
  trim: goFunction(['string'], (_, text) => trimmedSpace(text), { tracksUnknown: true }),
  trimAll,
  trimall: trimAll,
  trimPrefix: goFunction(
    ['string', 'string'],
    (_, prefix, text) => (text.text.startsWith(prefix.text) ? cut(text, prefix.text.length) : text),
    { tracksUnknown: true },
  ),
  trimSuffix: goFunction(
    ['string', 'string'],
    (_, suffix, text) => (text.text.endsWith(suffix.text) ? cut(text, 0, text.text.length - suffix.text.length) : text),
    { tracksUnknown: true },
  ),
  trunc: goFunction(
    ['int', 'string'],
    (_, count, text) => {
      const length = byteLength(text.text);
      const wanted = Number(count.value);
      if (wanted < 0 && length + wanted > 0) return cutBytes(text, length + wanted, length);
      return wanted >= 0 && length > wanted ? cutBytes(text, 0, wanted) : text;
    },
    { tracksUnknown: true },
  ),
  substr: goFunction(
    ['int', 'int', 'string'],
    (_, start, end, text) => {
      const length = byteLength(text.text);
      const [from, to] = [Number(start.value), Number(end.value)];
      if (from < 0) return to < 0 || to > length ? sliceError : cutBytes(text, 0, to);
      const last = to < 0 || to > length ? length : to;
      return from > last ? sliceError : cutBytes(text, from, last);
    },
    { tracksUnknown: true },
  ),
};
