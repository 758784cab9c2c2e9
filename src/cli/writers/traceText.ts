import type { TraceAnswer, TraceStep, TraceVerdict } from '../../service/questions.ts';
import { printable, type Paint } from '../terminal.ts';

/** The verdict with its reason, then the steps. */
export function writeTraceText({ verdict, by, reason, steps }: TraceAnswer, paint: Paint): string {
  const said = colourOf(verdict, paint)(verdict);
  const head = by === undefined ? said : `${said} ${printable(`by ${by}`)}`;
  return `${[`${head}: ${printable(reason)}`, '', ...steps.flatMap((step) => stepLines(step, paint))].join('\n')}\n`;
}

function stepLines({ at, outcome, what, why, because, seen }: TraceStep, paint: Paint): readonly string[] {
  const mark = { passes: paint.green('✓'), stops: paint.red('✗'), unknown: paint.yellow('?') }[outcome];
  const [first] = because;
  const packet = seen === undefined ? undefined : `${seen.source ?? '?'} → ${seen.destination ?? '?'}:${seen.port}/${seen.protocol}`;
  const details = [why, packet, first === undefined ? undefined : `${first.path}:${first.range.start.line + 1}`];
  return [
    `  ${mark} ${printable(at.padEnd(14))} ${printable(what)}`,
    ...details.filter((text) => text !== undefined).map((text) => paint.dim(`      ${' '.repeat(13)}${printable(text)}`)),
  ];
}

function colourOf(verdict: TraceVerdict, paint: Paint): (text: string) => string {
  switch (verdict) {
    case 'allowed':
      return (text) => paint.green(text);
    case 'blocked':
      return (text) => paint.red(text);
    case 'mixed':
    case 'unknown':
      return (text) => paint.yellow(text);
  }
}
