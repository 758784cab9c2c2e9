/** Seconds of a duration as Go writes it (`90s`, `1m30s`, `0`); undefined for a text that is none. Go time.ParseDuration */
export function parseDuration(text: string): number | undefined {
  const sign = text.startsWith('-') || text.startsWith('+') ? text[0] : '';
  const rest = text.slice(sign?.length);
  if (rest === '0') return 0;
  // Sticky: each part begins where the last one ended, so that a long text takes one pass.
  const part = /([0-9]+(?:\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)/y;
  let seconds = 0;
  do {
    const [, number, unit = ''] = part.exec(rest) ?? [];
    if (number === undefined) return undefined;
    seconds += Number(number) * (unitSeconds.get(unit) ?? 0);
  } while (part.lastIndex < rest.length);
  return sign === '-' ? -seconds : seconds;
}

const unitSeconds: ReadonlyMap<string, number> = new Map([
  ['ns', 1e-9],
  ['us', 1e-6],
  ['µs', 1e-6],
  ['μs', 1e-6],
  ['ms', 1e-3],
  ['s', 1],
  ['m', 60],
  ['h', 3600],
]);
