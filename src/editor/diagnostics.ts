import * as vscode from 'vscode';
import { resolveFinding, type ResolvedFinding } from '../analysis/resolve.ts';
import { filesToPublish, findingsOf } from '../analysis/snapshot.ts';
import { runInSlices } from '../base/slices.ts';
import type { Severity } from '../checks/findings/finding.ts';
import type { AnalysisSession, SnapshotChange } from './analysisSession.ts';
import { documentationOf } from './documentation.ts';
import type { Log } from './log.ts';
import { editorRange } from './ranges.ts';

export interface ProblemCounts {
  readonly errors: number;
  readonly warnings: number;
}

/** The findings in the Problems view. Only files whose findings may have changed are published, those on the screen first, in slices. */
export class Diagnostics implements vscode.Disposable {
  readonly #session: AnalysisSession;
  readonly #log: Log;
  readonly #collection = vscode.languages.createDiagnosticCollection('edgeNetwork');
  readonly #counted = new vscode.EventEmitter<ProblemCounts>();
  readonly #subscription: vscode.Disposable;
  /** Paths that wait to be published. */
  readonly #due = new Set<string>();
  /** Where each path's problems were put, and how many they are. */
  readonly #published = new Map<string, { readonly uri: vscode.Uri } & ProblemCounts>();
  #publishing = false;
  /** There is a newer snapshot than the one that the last round began with. */
  #again = false;
  #errors = 0;
  #warnings = 0;

  readonly onDidCount = this.#counted.event;

  constructor(session: AnalysisSession, log: Log) {
    this.#session = session;
    this.#log = log;
    this.#subscription = session.onDidChange((change) => this.#note(change));
  }

  dispose(): void {
    this.#due.clear();
    this.#subscription.dispose();
    this.#counted.dispose();
    this.#collection.dispose();
  }

  #note({ before, after }: SnapshotChange): void {
    for (const path of filesToPublish(before, after)) this.#due.add(path);
    this.#again = true;
    if (!this.#publishing) void this.#publish();
  }

  async #publish(): Promise<void> {
    this.#publishing = true;
    try {
      await runInSlices(this.#work(), {
        budget: 10,
        pause: () => new Promise((resolve) => setTimeout(resolve, 0)),
        cancelled: () => false,
      });
    } catch (error) {
      this.#log.failure('Showing the problems', error);
    } finally {
      this.#publishing = false;
    }
    this.#counted.fire({ errors: this.#errors, warnings: this.#warnings });
  }

  *#work(): Generator<undefined, void> {
    while (this.#again) {
      this.#again = false;
      const visible = new Set(vscode.window.visibleTextEditors.map(({ document }) => this.#session.pathOf(document)));
      const waiting = [...this.#due].sort((one, other) => Number(visible.has(other)) - Number(visible.has(one)));
      for (const path of waiting) {
        // A text that has been edited since stays as it was published until the next snapshot: its places would be off.
        if (!this.#session.isCurrent(path)) continue;
        this.#due.delete(path);
        this.#publishFile(path);
        yield;
      }
    }
  }

  #publishFile(path: string): void {
    const { snapshot } = this.#session;
    const before = this.#published.get(path);
    const uri = this.#session.uriOf(path) ?? before?.uri;
    if (uri === undefined) return;
    const findings = findingsOf(snapshot, path)
      .map((finding) => resolveFinding(snapshot, finding))
      .filter((finding) => finding !== undefined);
    const errors = findings.filter(({ severity }) => severity === 'error').length;
    const warnings = findings.filter(({ severity }) => severity === 'warning').length;
    this.#errors += errors - (before?.errors ?? 0);
    this.#warnings += warnings - (before?.warnings ?? 0);
    if (findings.length > 0) this.#published.set(path, { uri, errors, warnings });
    else this.#published.delete(path);
    if (findings.length > 0 || before !== undefined)
      this.#collection.set(
        uri,
        findings.map((finding) => this.#diagnosticOf(finding, uri)),
      );
  }

  #diagnosticOf(finding: ResolvedFinding, uri: vscode.Uri): vscode.Diagnostic {
    const diagnostic = new vscode.Diagnostic(editorRange(finding.range), finding.message, editorSeverities[finding.severity]);
    diagnostic.source = 'Edge Network';
    diagnostic.code = { value: finding.code, target: documentationOf(finding.code) };
    const related = finding.related.flatMap(({ message, range }) => {
      const place = range.path === finding.range.path ? uri : this.#session.uriOf(range.path);
      return place === undefined ? [] : [new vscode.DiagnosticRelatedInformation(new vscode.Location(place, editorRange(range)), message)];
    });
    if (related.length > 0) diagnostic.relatedInformation = related;
    return diagnostic;
  }
}

const editorSeverities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};
