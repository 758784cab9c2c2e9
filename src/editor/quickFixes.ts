import * as vscode from 'vscode';
import { fileEditsOf } from '../analysis/fileEdits.ts';
import { resolveFinding, type ResolvedFinding } from '../analysis/resolve.ts';
import { findingsOf, type Snapshot } from '../analysis/snapshot.ts';
import { render } from '../base/message.ts';
import type { Fix } from '../checks/finding.ts';
import type { AnalysisSession } from './analysisSession.ts';
import { manifestDocuments } from './hovers.ts';
import { editorRange } from './ranges.ts';

/** The fixes of findings, as quick fixes. They rest on the text as it is: a document that the analysis has not caught up with has none. */
export function registerQuickFixes(session: AnalysisSession): vscode.Disposable {
  return vscode.languages.registerCodeActionsProvider(manifestDocuments, {
    async provideCodeActions(document, range, { diagnostics, only }, token) {
      if (only !== undefined && !only.intersects(vscode.CodeActionKind.QuickFix)) return [];
      const current = await session.current(document, token);
      if (current === undefined) return [];
      const { snapshot, path } = current;
      return findingsOf(snapshot, path).flatMap((finding) => {
        if (finding.fixes.length === 0) return [];
        const resolved = resolveFinding(snapshot, finding);
        if (resolved === undefined || editorRange(resolved.range).intersection(range) === undefined) return [];
        return finding.fixes.map((fix) => actionOf(session, snapshot, fix, diagnostics.filter((diagnostic) => isSame(diagnostic, resolved)))).filter((action) => action !== undefined);
      });
    },
  }, { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] });
}

/** Undefined when a file of the fix is open with a text that the analysis has not seen, or an edit has no place any more. */
function actionOf(session: AnalysisSession, snapshot: Snapshot, fix: Fix, diagnostics: vscode.Diagnostic[]): vscode.CodeAction | undefined {
  const edits = fileEditsOf(snapshot, fix);
  if (edits === undefined) return undefined;
  const edit = new vscode.WorkspaceEdit();
  for (const { range, text } of edits) {
    const uri = session.uriOf(range.path);
    if (uri === undefined || !session.isCurrent(range.path)) return undefined;
    edit.replace(uri, editorRange(range), text);
  }
  const action = new vscode.CodeAction(render(fix.title), vscode.CodeActionKind.QuickFix);
  action.edit = edit;
  action.isPreferred = fix.preferred;
  action.diagnostics = diagnostics;
  return action;
}

function isSame({ code, range, source }: vscode.Diagnostic, finding: ResolvedFinding): boolean {
  return source === 'Edge Network' && typeof code === 'object' && code.value === finding.code && range.isEqual(editorRange(finding.range));
}
