import type { YamlProblem } from '../../yaml/read.ts';

/** Who complains in goyaml decides how it counts: the scanner from 1, quiet about the first line; the parser from 0. */
type Speaker = 'scanner' | 'parser';
type Where = 'start' | 'end' | 'next colon' | 'text end';

/** What our reader says of the usual mistakes, and what goyaml says of them. */
const complaints: readonly (readonly [words: RegExp, Speaker, complaint: string, Where])[] = [
  [/^(?:Nested mappings|Implicit keys)/, 'scanner', 'mapping values are not allowed in this context', 'next colon'],
  [/^Implicit map keys need/, 'scanner', "could not find expected ':'", 'text end'],
  [/^All mapping items must/, 'parser', 'did not find expected key', 'start'],
  [/^A block sequence may not be used/, 'parser', 'did not find expected key', 'start'],
  [/^(?:Tabs are not allowed|Plain value cannot start)/, 'scanner', 'found character that cannot start any token', 'start'],
  [/^Missing closing/, 'scanner', 'found unexpected end of stream', 'end'],
  [/^Unexpected flow-/, 'parser', 'did not find expected node content', 'start'],
  [/^Unexpected block-seq-ind/, 'scanner', 'block sequence entries are not allowed in this context', 'start'],
  [/^Sequence item without/, 'parser', "did not find expected '-' indicator", 'start'],
  [/^Block scalar header includes/, 'scanner', 'did not find expected comment or line break', 'start'],
  [/^All sequence items must/, 'parser', "did not find expected '-' indicator", 'start'],
  [/^An alias node must not/, 'parser', 'did not find expected key', 'start'],
  [/^Verbatim tags must end/, 'scanner', "did not find the expected '>'", 'start'],
  [/^Invalid escape sequence/, 'scanner', 'found unknown escape character', 'start'],
  [/^Block collection cannot start/, 'scanner', 'mapping values are not allowed in this context', 'start'],
  [/^the directive %YAML/, 'parser', 'found incompatible YAML document', 'start'],
];

/** goyaml's words for what is wrong with a text; ours where they are not known. */
export function yamlComplaint(text: string, { text: words, at }: YamlProblem): string {
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length - 1;
  const lines = lineAt(text.length) + (text.endsWith('\n') ? 0 : 1);
  const said = (speaker: Speaker, complaint: string, line: number): string =>
    `yaml: ${line === 0 ? '' : `line ${speaker === 'scanner' ? line + 1 : line}: `}${complaint}`;
  const behind = text.slice(at.start);
  const [unbegun] = /^(?:[^\S\n]*(?:#[^\n]*)?\n)*(?=\.\.\.(?:\s|$))/.exec(text) ?? [];
  if (unbegun !== undefined) return said('parser', 'did not find expected node content', lineAt(unbegun.length));
  const directive = /directive|^Unsupported YAML|^Plain value cannot start/.test(words) ? /^%.*/m.exec(text) : null;
  if (directive !== null && (!words.startsWith('Plain') || at.start === directive.index)) {
    const complaint = directiveComplaint(directive[0]);
    if (complaint !== undefined) return said('scanner', complaint, lineAt(directive.index));
    if (words.startsWith('Missing directives-end')) {
      const mark = text.search(/^\.\.\.(?:\s|$)/m);
      return said('parser', 'did not find expected <document start>', mark < 0 ? lines : lineAt(mark));
    }
  }
  const lineOf = (found: number): number => lineAt(at.start + found);
  if (/^(?:Tabs are not allowed|Plain value cannot start)/.test(words)) {
    if (behind.startsWith(',')) return said('parser', 'did not find expected node content', lineAt(at.start));
    // A text without quotes goes on over lines.
    if (/[^\s:"'[\]{},|>?-][ \t]*[\r\n]\s*$/.test(text.slice(0, at.start)))
      return said('scanner', 'found a tab character that violates indentation', lineAt(at.start));
  }
  const tab = /^Block scalar values/.test(words) ? behind.search(/\t/) : -1;
  if (tab >= 0) return said('scanner', 'found a tab character where an indentation space is expected', lineOf(tab));
  const mark = /^Missing closing/.test(words) ? text.search(/(?<=\n)(?:---|\.\.\.)(?:\s|$)/) : -1;
  if (mark >= 0) return said('scanner', 'found unexpected document indicator', lineAt(mark));
  if (/^Implicit keys/.test(words) && hasSiblingAbove(text.slice(0, at.start)))
    return said('scanner', "could not find expected ':'", lineOf(Math.max(0, behind.search(/:(?:\s|$)/))));
  for (const [pattern, speaker, complaint, where] of complaints)
    if (pattern.test(words)) {
      const place = { start: at.start, end: at.end, 'next colon': at.start + Math.max(0, text.slice(at.start).search(/:(?:\s|$)/)) };
      return said(speaker, complaint, where === 'text end' ? lines : lineAt(place[where]));
    }
  if (/^Flow (?:sequence|map)/.test(words)) {
    if (/[[{,:]\s*$/.test(text.slice(-200))) return said('parser', 'did not find expected node content', lines);
    return said('parser', `did not find expected ',' or '${words.startsWith('Flow sequence') ? ']' : '}'}'`, lines);
  }
  if (words === 'a control character') return 'yaml: control characters are not allowed';
  if (words === 'a merge of what is no map') return 'yaml: map merge requires map or sequence of maps as the value';
  if (words.startsWith('Unexpected scalar at node end'))
    return said('parser', /^ *- /.test(text) ? "did not find expected '-' indicator" : 'did not find expected key', lineAt(at.start));
  const [, anchor] = /^unknown anchor "(.*)"$/.exec(words) ?? [];
  return anchor === undefined ? `yaml: ${words}` : `yaml: unknown anchor '${anchor}' referenced`;
}

/** Of a line that begins with a percent sign; undefined where nothing is wrong with it, or it is a `%TAG` that goyaml reads further. scannerc.go (yaml_parser_scan_directive) */
function directiveComplaint(line: string): string | undefined {
  const [, name = '', rest = ''] = /^%([\w-]*)(.*)/s.exec(line) ?? [];
  if (name === '') return 'could not find expected directive name';
  if (/^[^\s]/.test(rest)) return 'found unexpected non-alphabetical character';
  if (name === 'TAG') return /^\s*!/.test(rest) ? undefined : "did not find expected '!'";
  if (name !== 'YAML') return 'found unknown directive name';
  if (!/^\s*\d/.test(rest)) return 'did not find expected version number';
  if (!/^\s*\d+\./.test(rest)) return "did not find expected digit or '.' character";
  if (!/^\s*\d+\.\d/.test(rest)) return 'did not find expected version number';
  return /^\s*\d+\.\d+\s*(?:#|$)/.test(rest) ? undefined : 'did not find expected comment or line break';
}

/** Whether a key stands above the end of the text in the same column, with nothing between that stands more to the left. */
function hasSiblingAbove(text: string): boolean {
  const lines = text.split('\n');
  const column = (lines.pop() ?? '').length;
  for (const line of lines.toReversed()) {
    const indent = line.search(/\S/);
    if (indent < 0 || indent > column) continue;
    return indent === column && /^[^#]*:(?:\s|$)/.test(line);
  }
  return false;
}
