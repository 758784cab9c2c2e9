import type { ComparableFinding, ComparedFact, Comparison, ExplainedFact } from '../../service/comparison.ts';
import { printable, type Paint } from '../terminal.ts';
import { byObject } from './diffRows.ts';

/** What differs, a line each: `~` changed, `+` new, `-` gone, `=` other than predicted as the rules allow. Empty where nothing does. */
export function writeDiffText({ clusters }: Comparison, paint: Paint): string {
  return clusters
    .map(({ name, state, changes, explained, leftOut, findings }) => {
      const title = state === 'new' ? `${name} (new)` : state === 'gone' ? `${name} (gone)` : name;
      return [
        ...(name === '' ? [] : [paint.bold(printable(title))]),
        ...byObject(changes).map((change) => `  ${changeLine(change, paint)}`),
        ...explained.map((fact) => `  ${explainedLine(fact, paint)}`),
        ...(leftOut === 0
          ? []
          : [`  ${paint.dim(`${leftOut} ${leftOut === 1 ? 'fact' : 'facts'} of namespaces that the other side says nothing of`)}`]),
        ...findings.new.map((finding) => `  ${paint.red('+')} ${findingLine(finding)}`),
        ...findings.gone.map((finding) => `  ${paint.green('-')} ${findingLine(finding)}`),
        '',
      ].join('\n');
    })
    .join('');
}

function changeLine({ object, label, before, after }: Omit<ComparedFact, 'kind'>, paint: Paint): string {
  const what = `${object === '' ? '' : `${paint.bold(printable(object))}  `}${printable(label)}`;
  if (before === null) return `${paint.green('+')} ${what}  ${printable(after ?? '')}`;
  if (after === null) return `${paint.red('-')} ${what}  ${printable(before)}`;
  return `${paint.yellow('~')} ${what}  ${printable(before)} → ${printable(after)}`;
}

function explainedLine({ object, label, before, after, reason }: ExplainedFact, paint: Paint): string {
  const what = `${object === '' ? '' : `${paint.bold(printable(object))}  `}${printable(label)}`;
  return `${paint.dim('=')} ${what}  ${printable(before ?? '')} → ${printable(after ?? '')}  ${paint.dim(`as the rules allow: ${printable(reason)}`)}`;
}

function findingLine({ severity, code, message, file, line }: ComparableFinding): string {
  return `${severity} ${printable(message)} [${code}] ${printable(file)}:${line}`;
}
