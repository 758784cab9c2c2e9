import type { CheckReport } from '../../service/questions.ts';
import { printable } from '../terminal.ts';

const commands = { error: 'error', warning: 'warning', information: 'notice', hint: 'notice' } as const;

/** Workflow commands that GitHub shows beside the lines of a pull request. */
export function writeCheckGithub({ findings }: CheckReport): string {
  return findings
    .map(({ code, severity, message, path, range }) => {
      const properties = {
        file: path,
        line: range.start.line + 1,
        col: range.start.character + 1,
        endLine: range.end.line + 1,
        endColumn: range.end.character + 1,
        title: code,
      };
      return `::${commands[severity]} ${Object.entries(properties)
        .map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
        .join(',')}::${escapeData(printable(message))}\n`;
    })
    .join('');
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
