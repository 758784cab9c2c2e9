import type { Hover, HoverLine } from '../analysis/hover/hover.ts';
import { message, type Language, type Text } from '../base/message.ts';

/** One section of a hover as Markdown in which every text of a manifest is escaped: neither HTML nor links come of one. */
export function hoverMarkdown({ cluster, title, lines }: Hover['sections'][number], language: Language): string {
  const heading = cluster === undefined ? language.say(title) : language.say(message('{0} in cluster {1}', language.say(title), cluster));
  const body = lines.map((line, index) => {
    const next = lines[index + 1];
    return `${line.nested ? '- ' : ''}${lineMarkdown(line, language)}${line.nested && next?.nested === true ? '\n' : '\n\n'}`;
  });
  return `**${escaped(heading)}**\n\n${body.join('')}`;
}

function lineMarkdown({ label, values, sentence, nested }: HoverLine, language: Language): string {
  const words = values.map((value) => valueMarkdown(value, language)).join(nested ? ' ' : ', ');
  const name = label === undefined ? '' : escaped(language.say(label));
  const start = name === '' ? words : words === '' ? name : `${name}: ${words}`;
  const end = sentence === undefined ? '' : escaped(language.say(sentence));
  if (end === '') return start;
  const separator = start === '' ? '' : nested ? ' ' : words === '' ? ': ' : '  \n';
  return `${start}${separator}${end}`;
}

/** Addresses and names as code, words as words. */
function valueMarkdown(value: Text, { say }: Language): string {
  return typeof value === 'string' ? codeSpan(value) : escaped(say(value));
}

/** A code span that holds its text whatever stands in it: the fence is longer than any run of backticks inside. */
function codeSpan(text: string): string {
  const flat = text.replaceAll(/\s+/g, ' ');
  const longest = Math.max(0, ...[...flat.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = flat.startsWith('`') || flat.endsWith('`') || flat === '' ? ' ' : '';
  return `${fence}${pad}${flat}${pad}${fence}`;
}

function escaped(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_{}[\]()#+\-.!~<>|&$@:]/g, (character) => `\\${character}`);
}
