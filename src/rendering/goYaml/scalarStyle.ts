import { readsAsOtherType } from './plainType.ts';
import type { Form } from './form.ts';

export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal';

/** What is not printed as it is, save for line ends: emoji as well, since the library's table ends with the basic plane. */
const special = /[^\n\x20-\x7e\u00a0-\ufffd]|[\ud800-\udfff]|\ufeff/;
/** Ends a line for the library. */
export const lineEnd = /[\r\n\u2028\u2029\u0085]/;
const spaceBeforeLineEnd = / [\r\n\u2028\u2029]/;
const spaceBehindLineEnd = /[\r\n\u2028\u2029] /;
const space = { start: /^[ \r\n\u2028\u2029]/, end: /[ \r\n\u2028\u2029]$/ };
/** At the start, before a blank or the end, or behind a blank: characters that mean something in YAML. */
const indicator = /^(?:---|\.\.\.|[#,[\]{}&*!|>'"%@`])|^[?:-](?:[ \t]|$)|:(?:[ \t]|$)|[ \t\r\n\u2028\u2029\0]#/;

/** How a text is written: plain where it can be, in quotes where it must be, as lines where it has some (`yaml_emitter_select_scalar_style`). */
export function scalarStyle(text: string, form: Form): ScalarStyle {
  const wanted = text.includes('\n') ? 'literal' : readsAsOtherType(text, form.signedOctals) ? 'double' : 'plain';
  if (wanted === 'double') return 'double';
  const escapes = specialIn(text, form) || spaceBeforeLineEnd.test(text);
  if (wanted === 'literal') return escapes || text.endsWith(' ') ? 'double' : 'literal';
  const tabs = form.tabsInBlocks && text.includes('\t');
  if (escapes || tabs || spaceBehindLineEnd.test(text)) return 'double';
  return space.start.test(text) || space.end.test(text) || lineEnd.test(text) || indicator.test(text) ? 'single' : 'plain';
}

function specialIn(text: string, form: Form): boolean {
  return special.test(form.tabsInBlocks ? text.replaceAll('\t', '') : text);
}
