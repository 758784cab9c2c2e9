import { pick, type Random } from './randomWorkspace.ts';

const values = [
  'null',
  '~',
  '""',
  '0',
  '-1',
  '1e999',
  'true',
  '[]',
  '{}',
  '[[[]]]',
  '{ a: { b: [c] } }',
  '!!int x',
  '&a *a',
  '"\\u0000"',
  '|',
  '>-',
  '${X}',
  '{{ .Values.x }}',
];
const keys = [
  '__proto__',
  'constructor',
  'toString',
  '<<',
  '? [a]',
  '""',
  'hasOwnProperty',
  '0',
  '"a b"',
  'kind',
  'items',
  '*a',
  'x'.repeat(300),
];
const pieces = [
  '',
  ':',
  '-',
  '"',
  "'",
  '{',
  '}',
  '[',
  ']',
  '\n',
  '\t',
  '\r',
  '#',
  '%',
  '---\n',
  '...\n',
  '\uFEFF',
  '\0',
  '\uD83D',
  '999999999999',
  '/33',
  '::',
  '*',
  '&',
  '!',
  ',',
  '|',
  '@',
];

/** One change of each kind that somebody, or something, may make to a text. */
export const changes: Readonly<Record<string, (random: Random, text: string) => string>> = {
  'ends somewhere': (random, text) => text.slice(0, at(random, text)),
  'begins somewhere': (random, text) => text.slice(at(random, text)),
  'has a piece more': (random, text) => splice(text, at(random, text), 0, pick(random, pieces)),
  'lacks some letters': (random, text) => splice(text, at(random, text), Math.floor(random() * 8), ''),
  'has a value of another type': (random, text) =>
    inLine(random, text, /^(\s*(?:- )?[\w./-]+:) .*$/, (head) => `${head} ${pick(random, values)}`),
  'has a hostile key': (random, text) => inLine(random, text, /^(\s*(?:- )?)[\w./-]+(?=:)/, (indent) => `${indent}${pick(random, keys)}`),
  'has a line twice': (random, text) => inLine(random, text, /^(.*)$/, (line) => `${line}\n${line}`),
  'has a line at another depth': (random, text) => inLine(random, text, /^/, () => pick(random, [' ', '  ', '    ', '\t'])),
  'has Windows line ends': (_, text) => text.replaceAll('\n', '\r\n'),
  'has a long list': (random, text) => inLine(random, text, /^(\s*)- .*$/, (indent) => `${indent}- x\n`.repeat(300)),
};

function at(random: Random, text: string): number {
  return Math.floor(random() * (text.length + 1));
}

function splice(text: string, start: number, length: number, piece: string): string {
  return text.slice(0, start) + piece + text.slice(start + length);
}

/** Changes one of the lines that are of a form; a text without such a line stays. */
function inLine(random: Random, text: string, form: RegExp, change: (...groups: readonly string[]) => string): string {
  const lines = text.split('\n');
  const fitting = lines.flatMap((line, index) => (form.test(line) ? [index] : []));
  if (fitting.length === 0) return text;
  const index = pick(random, fitting);
  lines[index] = (lines[index] ?? '').replace(form, (_, ...groups: string[]) => change(...groups));
  return lines.join('\n');
}
