import { message, type Message } from '../../base/message.ts';

/** What is wrong with the schedule of a CronJob; absent: nothing. robfig/cron parser.go ParseStandard; kubernetes pkg/apis/batch/validation/validation.go validateScheduleFormat */
export function scheduleFault(schedule: string): Message | undefined {
  if (/^(CRON_)?TZ=/.test(schedule)) return message('A schedule has no time zone in it: that is timeZone.');
  if (schedule.startsWith('@'))
    return /^@(yearly|annually|monthly|weekly|daily|midnight|hourly)$/.test(schedule) ||
      /^@every [-+]?(\d+(\.\d*)?(ns|us|µs|ms|s|m|h))+$/.test(schedule)
      ? undefined
      : message('"{0}" is no schedule: @yearly, @monthly, @weekly, @daily, @hourly and @every with a time are, and five fields.', schedule);
  const written = schedule.trim().split(/\s+/);
  if (written.length !== fields.length)
    return message(
      'A schedule has five fields (minute, hour, day of the month, month, day of the week), and "{0}" has {1}.',
      schedule,
      written.length,
    );
  for (const [index, field] of fields.entries()) {
    const text = written[index] ?? '';
    if (!text.split(',').every((part) => part === '' || isPart(part, field)))
      return message('"{0}" is nothing for field {1} of a schedule, which goes from {2} to {3}.', text, index + 1, field.least, field.most);
  }
  return undefined;
}

interface Field {
  readonly least: number;
  readonly most: number;
  /** Of the numbers from the least. */
  readonly names: readonly string[];
}

/** Sunday is 0 alone. */
const fields: readonly Field[] = [
  { least: 0, most: 59, names: [] },
  { least: 0, most: 23, names: [] },
  { least: 1, most: 31, names: [] },
  { least: 1, most: 12, names: 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ') },
  { least: 0, most: 6, names: 'sun mon tue wed thu fri sat'.split(' ') },
];

/** `*`, `?`, `5`, `1-5`, each with `/2` behind it. */
function isPart(text: string, field: Field): boolean {
  const [range = '', step, ...more] = text.split('/');
  const [low = '', high, ...others] = range.split('-');
  if (more.length > 0 || others.length > 0 || (step !== undefined && !/^0*[1-9]\d{0,8}$/.test(step))) return false;
  // A range that begins with a star is all, whatever stands behind the hyphen.
  if (low === '*' || low === '?') return true;
  const start = numberOf(low, field);
  const end = high === undefined ? start : numberOf(high, field);
  return start !== undefined && end !== undefined && start >= field.least && end <= field.most && start <= end;
}

function numberOf(text: string, { least, names }: Field): number | undefined {
  const name = names.indexOf(text.toLowerCase());
  return name >= 0 ? name + least : /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
