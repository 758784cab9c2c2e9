import { goYaml3 } from '../goYaml/form.ts';
import { scalarStyle } from '../goYaml/scalarStyle.ts';
import type { YamlScalar } from '../yaml/node.ts';
import { plainTag } from '../yaml/scalarTypes.ts';

/** A scalar as Go's YAML writes it by itself, with its quotes: what expressions in paths of replacements are tried on. kyaml/yaml/types.go (String) */
export function writtenScalar({ tag, text, style }: YamlScalar): string {
  switch (style) {
    case 'single':
      return scalarStyle(text, goYaml3) === 'double' && text.includes('\n') ? doubleQuoted(text) : singleQuoted(text);
    case 'double':
      return doubleQuoted(text);
    case 'literal':
    case 'folded':
      return inBlock(text, style === 'literal' ? '|' : '>');
    case 'plain':
      if (text.includes('\n')) return inBlock(text, '|');
      if (tag !== '!!str') return text;
      if (plainTag(text, 'yaml-1.2') !== '!!str') return doubleQuoted(text);
      return scalarStyle(text, goYaml3) === 'single' ? singleQuoted(text) : text;
  }
}

function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function doubleQuoted(text: string): string {
  return `"${text
    .replaceAll(/["\\]/g, String.raw`\$&`)
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('\t', String.raw`\t`)}"`;
}

/** Without the line end behind it: whoever asks has trimmed it. */
function inBlock(text: string, sign: '|' | '>'): string {
  const chomping = !text.endsWith('\n') ? '-' : text.endsWith('\n\n') ? '+' : '';
  const lines = text.trimEnd().split('\n');
  return `${sign}${chomping}\n${lines.map((line) => (line === '' ? '' : `  ${line}`)).join('\n')}`.trim();
}
