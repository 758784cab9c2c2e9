import { failure, goFunction } from '../function.ts';
import { costOfNode } from './cost.ts';
import { string, unknownOf, type GoValue, type StringValue, type GoFunction } from '../value.ts';
import { parsedInteger } from './cast.ts';
import { durationText, parseDuration, roundedDuration } from './duration.ts';
import { moved, utc, zeroInstant, type Instant } from './instant.ts';
import { formatted, parseTime } from './timeLayout.ts';
import { instantOf, timeValue } from './timeValue.ts';
import { zoneNamed } from './zone.ts';

/** Stands for the present, which is another one each time. */
const present: Instant = { seconds: 1_735_689_600n, nanoseconds: 0, zone: utc };

/** Undefined where Sprig takes the present: for everything but a time and the integers that it knows. */
function givenInstant(value: GoValue, types: readonly string[]): Instant | undefined {
  if (value.kind === 'object' && value.type.endsWith('time.Time')) return instantOf(value);
  return value.kind === 'int' && types.includes(value.type) ? { seconds: value.value, nanoseconds: 0, zone: utc } : undefined;
}

function dateText(layout: string, value: GoValue, zone: string): StringValue {
  const instant = givenInstant(value, ['int', 'int32', 'int64']);
  const text = string(
    formatted({ ...(instant ?? present), zone: zoneNamed(zone) ?? utc }, layout),
    instant === undefined ? [] : value.origins,
  );
  return instant === undefined || value.unknown ? unknownOf(text) : text;
}

const dateInZone = goFunction(['string', 'interface {}', 'string'], (_, layout, date, zone) => dateText(layout.text, date, zone.text));
const dateModify = goFunction(['string', 'time.Time'], (context, by, date) => {
  context.spend(costOfNode);
  const duration = parseDuration(by.text);
  return duration === undefined ? date : timeValue(moved(instantOf(date), duration));
});
const mustDateModify = goFunction(['string', 'time.Time'], (_, by, date) => {
  const duration = parseDuration(by.text);
  return duration === undefined
    ? failure(`time: invalid duration ${JSON.stringify(by.text)}`)
    : timeValue(moved(instantOf(date), duration));
});

/** Seconds as Go's durations: a text or an `int64`, everything else is none. */
function secondsOf(value: GoValue): bigint {
  if (value.kind === 'string') return parsedInteger(value.text, 10)?.value ?? 0n;
  return value.kind === 'int' && value.type === 'int64' ? value.value : 0n;
}

export const dates: Readonly<Record<string, GoFunction>> = {
  now: goFunction([], () => unknownOf(timeValue(present))),
  ago: goFunction(['interface {}'], () => unknownOf(string('0s'))),
  date: goFunction(['string', 'interface {}'], (_, layout, date) => dateText(layout.text, date, 'Local')),
  dateInZone,
  date_in_zone: dateInZone,
  dateModify,
  date_modify: dateModify,
  mustDateModify,
  must_date_modify: mustDateModify,
  htmlDate: goFunction(['interface {}'], (_, date) => dateText('2006-01-02', date, 'Local')),
  htmlDateInZone: goFunction(['interface {}', 'string'], (_, date, zone) => dateText('2006-01-02', date, zone.text)),
  toDate: goFunction(['string', 'string'], (_, layout, text) => ({
    ...timeValue(parseTime(layout.text, text.text, utc) ?? zeroInstant),
    origins: text.origins,
  })),
  mustToDate: goFunction(['string', 'string'], (_, layout, text) => {
    const instant = parseTime(layout.text, text.text, utc);
    if (instant === undefined) return failure(`parsing time ${JSON.stringify(text.text)} as ${JSON.stringify(layout.text)}: cannot parse`);
    return { ...timeValue(instant), origins: text.origins };
  }),
  unixEpoch: goFunction(['time.Time'], (_, date) => string(instantOf(date).seconds.toString(), date.origins)),
  duration: goFunction(['interface {}'], (_, seconds) =>
    string(durationText(BigInt.asIntN(64, secondsOf(seconds) * 1_000_000_000n)), seconds.origins),
  ),
  durationRound: goFunction(['interface {}'], (_, value) => {
    if (value.kind === 'object' && value.type === 'time.Time') return unknownOf(string('0s'));
    const duration =
      value.kind === 'string' ? (parseDuration(value.text) ?? 0n) : value.kind === 'int' && value.type === 'int64' ? value.value : 0n;
    return string(roundedDuration(duration), value.origins);
  }),
};
