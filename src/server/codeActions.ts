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

/** Fixes as actions, in their order. An editor with our commands has those of one sort behind one entry, with the edits to choose from. */
export function codeActionsOf(
  fixes: readonly FileFix[],
  kind: string,
  diagnostics: readonly Diagnostic[],
  files: EditedFiles,
  capabilities: ClientCapabilities,
  hasCommands: boolean,
): readonly CodeAction[] {
  const actions = fixes.flatMap((fix) => {
    const action = codeActionOf(fix, kind, diagnostics, files, capabilities);
    return action === undefined ? [] : [{ action, among: hasCommands ? fix.among : undefined }];
  });
  const groups = new Map<string, CodeAction[]>();
  for (const { action, among } of actions) if (among !== undefined) groups.set(among, [...(groups.get(among) ?? []), action]);
  return [
    ...actions.filter(({ among }) => among === undefined).map(({ action }) => action),
    ...[...groups].map(([title, choices]) => ({
      title,
      kind,
      ...(choices[0]?.diagnostics === undefined ? {} : { diagnostics: choices[0].diagnostics }),
      command: {
        title,
        command: 'edgeNetwork.chooseEdit',
        arguments: [title, choices.map((choice) => ({ title: choice.title, edit: choice.edit }))],
      },
    })),
  ];
}

/** A fix as an action, with those of the client's diagnostics that it is about. Undefined when the client cannot make its edits. */
function codeActionOf(
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
