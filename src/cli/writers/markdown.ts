import { printable } from '../terminal.ts';

/** A span of code in a cell of a table, where a bar would end the cell, even in code. */
export function inCell(text: string): string {
  return code(text).replaceAll('|', '\\|');
}

/** A span of code that holds any text: its fence is longer than every run of backticks inside. */
export function code(text: string): string {
  const plain = printable(text).replaceAll(/\s+/g, ' ').trim();
  if (plain === '') return '';
  const longest = Math.max(0, ...[...plain.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = plain.startsWith('`') || plain.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${plain}${pad}${fence}`;
}
