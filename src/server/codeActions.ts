import { CodeActionKind, type ClientCapabilities, type CodeAction, type CodeActionContext, type Diagnostic } from 'vscode-languageserver';
import type { FileFix } from '../service/service.ts';
import { fixAllKind } from './codeActionKinds.ts';
import { source } from './diagnostics.ts';
import { workspaceEditOf, type EditedFiles } from './workspaceEdits.ts';

/** What a client asks for: quick fixes when it asks for nothing in particular. */
export function wantedKind({ only }: CodeActionContext): string | undefined {
  if (only?.some((kind) => isWithin(fixAllKind, kind)) === true) return fixAllKind;
  return only === undefined || only.some((kind) => isWithin(CodeActionKind.QuickFix, kind)) ? CodeActionKind.QuickFix : undefined;
}

/** A fix as an action, with those of the client's diagnostics that it is about. Undefined when the client cannot make its edits. */
export function codeActionOf(
  { title, preferred, about, edits }: FileFix,
  kind: string,
  diagnostics: readonly Diagnostic[],
  files: EditedFiles,
  capabilities: ClientCapabilities,
): CodeAction | undefined {
  const edit = workspaceEditOf(edits, files, capabilities);
  if (edit === undefined) return undefined;
  const meant = diagnostics.filter((diagnostic) => about.some((finding) => isSame(diagnostic, finding)));
  return {
    title,
    kind,
    edit,
    ...(meant.length > 0 ? { diagnostics: meant } : {}),
    ...(preferred && capabilities.textDocument?.codeAction?.isPreferredSupport === true ? { isPreferred: true } : {}),
  };
}

function isSame(diagnostic: Diagnostic, { code, range: { start, end } }: FileFix['about'][number]): boolean {
  const { range } = diagnostic;
  return (
    diagnostic.source === source &&
    diagnostic.code === code &&
    range.start.line === start.line &&
    range.start.character === start.character &&
    range.end.line === end.line &&
    range.end.character === end.character
  );
}

function isWithin(kind: string, wanted: string): boolean {
  return wanted === '' || kind === wanted || kind.startsWith(`${wanted}.`);
}
