import { MarkupKind, type ClientCapabilities, type Hover } from 'vscode-languageserver';
import type { HoverAnswer } from '../service/service.ts';

/** The sections of a hover below one another; a client that knows no Markdown gets its words. */
export function hoverOf({ sections, range }: HoverAnswer, capabilities: ClientCapabilities): Hover {
  const markdown = capabilities.textDocument?.hover?.contentFormat?.includes(MarkupKind.Markdown) === true;
  const value = sections.map((section) => section.trimEnd()).join('\n\n---\n\n');
  return { range, contents: markdown ? { kind: MarkupKind.Markdown, value } : { kind: MarkupKind.PlainText, value: wordsOf(value) } };
}

/** What is left of our own Markdown when its marks are taken away: emphasis, fences of code, hard line breaks and escapes. */
function wordsOf(markdown: string): string {
  return markdown
    .replaceAll(/(?<!\\)(\*\*|`+ ?| ?`+)/g, '')
    .replaceAll(/ {2}\n/g, '\n')
    .replaceAll(/\\([^\w\s])/g, '$1');
}
