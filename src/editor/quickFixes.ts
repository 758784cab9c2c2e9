import * as vscode from 'vscode';
import { fileEditsOf, type FileEdit } from '../analysis/fixes/fileEdits.ts';
import { fixAllEdits, isSafe } from '../analysis/fixes/fixAll.ts';
import { resolveFinding, type ResolvedFinding } from '../analysis/resolve.ts';
import { findingsOf, type Snapshot } from '../analysis/snapshot.ts';
import { suppressionFixesOf, type SuppressionFix } from '../analysis/fixes/suppressionFixes.ts';
import { render } from '../base/message.ts';
import type { Fix } from '../checks/findings/finding.ts';
import type { AnalysisSession } from './analysisSession.ts';
import { manifestDocuments } from './hovers.ts';
import { editorRange } from './ranges.ts';

const fixAllKind = vscode.CodeActionKind.SourceFixAll.append('edgeNetwork');

/**
 * The fixes of findings and the ways to suppress them, as quick fixes; and all safe fixes of a file at once, also on save (`source.fixAll.edgeNetwork`).
 * They rest on the text as it is: a document that the analysis has not caught up with has none.
 */
export function registerQuickFixes(session: AnalysisSession): vscode.Disposable {
  return vscode.languages.registerCodeActionsProvider(
    manifestDocuments,
    {
      async provideCodeActions(document, range, { diagnostics, only }, token) {
        const all = only?.intersects(fixAllKind) === true;
        if (only !== undefined && !all && !only.intersects(vscode.CodeActionKind.QuickFix)) return [];
        const current = await session.current(document, token);
        if (current === undefined) return [];
        return all
          ? fixAllActions(session, current.snapshot, current.path)
          : quickFixes(session, current.snapshot, current.path, range, diagnostics);
      },
    },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, fixAllKind] },
  );
}

function quickFixes(
  session: AnalysisSession,
  snapshot: Snapshot,
  path: string,
  range: vscode.Range,
  diagnostics: readonly vscode.Diagnostic[],
): vscode.CodeAction[] {
  const here = findingsOf(snapshot, path)
    .map((finding) => resolveFinding(snapshot, finding))
    .filter((resolved) => resolved !== undefined)
    .filter((resolved) => editorRange(resolved.range).intersection(range) !== undefined);
  const about = (finding: ResolvedFinding) => diagnostics.filter((diagnostic) => isSame(diagnostic, finding));
  const fixes = here.flatMap((finding) => finding.finding.fixes.map((fix) => fixAction(session, snapshot, fix, about(finding))));
  const codes = [...new Set(here.map(({ code }) => code))];
  const together = codes.filter(isSafe).map((code) => {
    const edits = fixAllEdits(snapshot, path, code);
    return edits.length < 2
      ? undefined
      : actionOf(
          session,
          vscode.l10n.t('Fix all {0} problems of this file', code),
          edits,
          here.filter((finding) => finding.code === code).flatMap(about),
        );
  });
  const folder = session.folderOf(path);
  // One finding a code: two clusters may find the same.
  const suppressions = codes.flatMap((code) => {
    const finding = here.find((each) => each.code === code);
    return finding === undefined
      ? []
      : suppressionFixesOf(snapshot, finding.finding, folder === undefined ? undefined : `${folder.path}/`).map((fix) =>
          suppressionAction(session, fix, path, about(finding)),
        );
  });
  return [...fixes, ...together, ...suppressions].filter((action) => action !== undefined);
}

function fixAllActions(session: AnalysisSession, snapshot: Snapshot, path: string): vscode.CodeAction[] {
  const edits = fixAllEdits(snapshot, path);
  const action =
    edits.length === 0 ? undefined : actionOf(session, vscode.l10n.t('Fix all safe Edge Network problems'), edits, [], fixAllKind);
  return action === undefined ? [] : [action];
}

function fixAction(
  session: AnalysisSession,
  snapshot: Snapshot,
  fix: Fix,
  diagnostics: vscode.Diagnostic[],
): vscode.CodeAction | undefined {
  const edits = fileEditsOf(snapshot, fix);
  const action = edits === undefined ? undefined : actionOf(session, render(fix.title), edits, diagnostics);
  if (action !== undefined) action.isPreferred = fix.preferred;
  return action;
}

function suppressionAction(
  session: AnalysisSession,
  { title, edits, newFile }: SuppressionFix,
  path: string,
  diagnostics: vscode.Diagnostic[],
): vscode.CodeAction | undefined {
  const action = actionOf(session, render(title), edits, diagnostics);
  const folder = session.folderOf(path);
  if (action === undefined || newFile === undefined || folder === undefined) return action;
  const uri = folder.uriOf(newFile.path.slice(folder.path.length + 1));
  // The text cannot come with the creation: hosts refuse such an edit from an extension. Until the editor saves it, the open document counts.
  action.edit?.createFile(uri, { ignoreIfExists: true });
  action.edit?.insert(uri, new vscode.Position(0, 0), newFile.text);
  return action;
}

/** Undefined when a file of the edits is open with a text that the analysis has not seen. */
function actionOf(
  session: AnalysisSession,
  title: string,
  edits: readonly FileEdit[],
  diagnostics: vscode.Diagnostic[],
  kind = vscode.CodeActionKind.QuickFix,
): vscode.CodeAction | undefined {
  const edit = new vscode.WorkspaceEdit();
  for (const { range, text } of edits) {
    const uri = session.uriOf(range.path);
    if (uri === undefined || !session.isCurrent(range.path)) return undefined;
    edit.replace(uri, editorRange(range), text);
  }
  const action = new vscode.CodeAction(title, kind);
  action.edit = edit;
  action.diagnostics = diagnostics;
  return action;
}

function isSame({ code, range, source }: vscode.Diagnostic, finding: ResolvedFinding): boolean {
  return source === 'Edge Network' && typeof code === 'object' && code.value === finding.code && range.isEqual(editorRange(finding.range));
}
