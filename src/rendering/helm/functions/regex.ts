import { goRegexp, type GoRegexp } from '../../../base/goRegexp.ts';
import { failure, goFunction } from '../function.ts';
import { quote } from '../template/quote.ts';
import { bool, string, strings, type ListValue, type StringValue, type CallContext, type Failure, type GoFunction } from '../value.ts';
import { cut, cutter, joined, like } from './text.ts';

/** A match: where it begins and ends in UTF-16 units, and its groups, the whole first. */
interface Match {
  readonly start: number;
  readonly end: number;
  readonly groups: readonly string[];
}

function compiled(expression: string): GoRegexp | Failure {
  const read = goRegexp(expression);
  if (read === 'invalid') return failure(`regexp: Compile(${quote(expression)}): error parsing regexp`);
  return read === 'too-large' ? failure(`regexp: Compile(${quote(expression)}): expression is too large`) : read;
}

/** What has been compiled for the text; called anew from where the last match ended. */
function matcher(context: CallContext, { compiled: expression, groups }: GoRegexp, text: string): (from: number) => Match | undefined {
  const search = expression.matcher(text);
  return (from) => {
    context.spend(1);
    const isFound = search.find(from);
    context.spend((isFound ? search.end() : text.length) - from);
    if (!isFound) return undefined;
    return {
      start: search.start(),
      end: search.end(),
      groups: Array.from({ length: groups + 1 }, (_, group) => search.group(group) ?? ''),
    };
  };
}

/** Go's `FindAll`: at most `most` matches; none that is empty and stands where the one before ended. */
function allMatches(context: CallContext, expression: GoRegexp, text: string, most: number): readonly Match[] {
  const found: Match[] = [];
  const find = matcher(context, expression, text);
  let previousEnd = -1;
  for (let from = 0; from <= text.length && (most < 0 || found.length < most);) {
    const match = find(from);
    if (match === undefined) break;
    const isRepeated = match.end === from && match.start === previousEnd;
    from = match.end === from ? from + widthAt(text, from) : match.end;
    previousEnd = match.end;
    if (!isRepeated) found.push(match);
  }
  return found;
}

/** Go's `ReplaceAll`: each match, save an empty one right behind another. */
function replacedAll(
  context: CallContext,
  expression: GoRegexp,
  text: StringValue,
  replacement: (match: Match) => StringValue,
): StringValue {
  const source = text.text;
  const find = matcher(context, expression, source);
  const part = cutter(text);
  const parts: StringValue[] = [];
  let lastEnd = 0;
  for (let from = 0; from <= source.length;) {
    const match = find(from);
    if (match === undefined) break;
    parts.push(part(lastEnd, match.start));
    if (match.end > lastEnd || match.start === 0) {
      const by = replacement(match);
      context.spend(by.text.length);
      parts.push(by);
    }
    lastEnd = match.end;
    from = Math.max(match.end, from + (match.end > from ? 0 : widthAt(source, from)));
  }
  return parts.length === 0 ? text : joined([...parts, part(lastEnd)]);
}

function widthAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

/** Go's `Expand`: `$1`, `${1}`, `$name`; `$$` is a dollar sign, a name that is no group is empty. */
function expanded(template: string, match: Match, names: ReadonlyMap<string, number>): string {
  return template.replace(
    /\$(?:\$|\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/gu,
    (_, braced: string | undefined, bare: string | undefined) => {
      const name = braced ?? bare;
      if (name === undefined) return '$';
      const group = /^(?:0|[1-9][0-9]*)$/.test(name) ? Number(name) : names.get(name);
      return group === undefined ? '' : (match.groups[group] ?? '');
    },
  );
}

function groupNames({ compiled: expression }: GoRegexp): ReadonlyMap<string, number> {
  return new Map(Object.entries(expression.namedGroups()));
}

function split(context: CallContext, expression: GoRegexp, text: StringValue, most: number): readonly StringValue[] {
  if (expression.text !== '' && text.text === '') return [string('')];
  const part = cutter(text);
  const parts: StringValue[] = [];
  let start = 0;
  let end = 0;
  for (const match of allMatches(context, expression, text.text, most)) {
    if (most > 0 && parts.length === most - 1) break;
    end = match.start;
    if (match.end !== 0) parts.push(part(start, end));
    start = match.end;
  }
  return end === text.text.length ? parts : [...parts, part(start)];
}

function stringsOrNil(texts: readonly StringValue[], isNil: boolean): ListValue {
  return isNil ? { ...strings([]), isNil: true } : strings(texts);
}

const match = (orFalse: boolean): GoFunction =>
  goFunction(['string', 'string'], (context, expression, text) => {
    const read = compiled(expression.text);
    if ('kind' in read) return orFalse ? bool(false) : read;
    context.spend(text.text.length);
    return bool(read.compiled.test(text.text));
  });

const find = goFunction(['string', 'string'], (context, expression, text) => {
  const read = compiled(expression.text);
  if ('kind' in read) return read;
  const found = matcher(context, read, text.text)(0);
  return found === undefined ? string('') : cut(text, found.start, found.end);
});

const findAll = goFunction(['string', 'string', 'int'], (context, expression, text, most) => {
  const read = compiled(expression.text);
  if ('kind' in read) return read;
  const found = allMatches(context, read, text.text, Number(most.value));
  const part = cutter(text);
  return stringsOrNil(
    found.map(({ start, end }) => part(start, end)),
    found.length === 0,
  );
});

const replaceAll = goFunction(['string', 'string', 'string'], (context, expression, text, by) => {
  const read = compiled(expression.text);
  if ('kind' in read) return read;
  const names = groupNames(read);
  return replacedAll(context, read, text, (found) => like(expanded(by.text, found, names), by));
});

const replaceAllLiteral = goFunction(['string', 'string', 'string'], (context, expression, text, by) => {
  const read = compiled(expression.text);
  return 'kind' in read ? read : replacedAll(context, read, text, () => by);
});

const splitAll = goFunction(['string', 'string', 'int'], (context, expression, text, most) => {
  const read = compiled(expression.text);
  if ('kind' in read) return read;
  return most.value === 0n ? stringsOrNil([], true) : strings(split(context, read, text, Number(most.value)));
});

export const regex: Readonly<Record<string, GoFunction>> = {
  regexMatch: match(true),
  mustRegexMatch: match(false),
  regexFind: find,
  mustRegexFind: find,
  regexFindAll: findAll,
  mustRegexFindAll: findAll,
  regexReplaceAll: replaceAll,
  mustRegexReplaceAll: replaceAll,
  regexReplaceAllLiteral: replaceAllLiteral,
  mustRegexReplaceAllLiteral: replaceAllLiteral,
  regexSplit: splitAll,
  mustRegexSplit: splitAll,
  regexQuoteMeta: goFunction(['string'], (_, text) => like(text.text.replace(/[\\.+*?()|[\]{}^$]/g, String.raw`\$&`), text)),
};
