import * as vscode from 'vscode';
import { emptySnapshot, type Snapshot } from '../analysis/snapshot.ts';
import type { Log } from './log.ts';
import { affectsAnalysis, affectsFiles } from './settings.ts';
import { WorkspaceAnalysis } from './workspaceAnalysis.ts';

export interface SnapshotChange {
  readonly before: Snapshot;
  readonly after: Snapshot;
}

/** A snapshot that holds the present text of a document. */
export interface CurrentDocument {
  readonly snapshot: Snapshot;
  readonly path: string;
}

/** What the features of the extension share: the newest snapshot, and the way between its paths and the editor's addresses. */
export class AnalysisSession implements vscode.Disposable {
  readonly #log: Log;
  readonly #changes = new vscode.EventEmitter<SnapshotChange>();
  readonly #subscriptions: readonly { dispose(): unknown }[];
  #analysis: WorkspaceAnalysis | undefined;
  #reading: ReadingProgress | undefined;
  #snapshot: Snapshot = emptySnapshot;
  #loading = true;

  /** A new snapshot is there; also fired when the first is empty. */
  readonly onDidChange = this.#changes.event;

  constructor(log: Log) {
    this.#log = log;
    this.#subscriptions = [
      this.#changes,
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.restart()),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (affectsFiles(change)) this.restart();
        else if (affectsAnalysis(change)) this.#analysis?.applySettings();
      }),
    ];
  }

  get snapshot(): Snapshot {
    return this.#snapshot;
  }

  /** The workspace has not been read to its end yet. */
  get loading(): boolean {
    return this.#loading;
  }

  /** Reads the workspace, again if it was read before. Until the new snapshot is there the old one stays. */
  restart(): void {
    this.#analysis?.dispose();
    this.#reading?.end();
    this.#loading = true;
    const reading = new ReadingProgress();
    this.#reading = reading;
    const began = performance.now();
    const analysis = new WorkspaceAnalysis({
      failed: (what, error) => {
        reading.end();
        this.#log.failure(what, error);
      },
      progress: (done, all) => reading.report(done, all),
      published: (after) => {
        reading.end();
        if (this.#loading)
          this.#log.info(
            `analysed ${after.files.size} files, ${after.clusters.length} clusters in ${Math.round(performance.now() - began)} ms`,
          );
        this.#loading = false;
        const before = this.#snapshot;
        this.#snapshot = after;
        this.#changes.fire({ before, after });
      },
    });
    this.#analysis = analysis;
    analysis.start().catch((error: unknown) => {
      reading.end();
      this.#log.failure('Reading the workspace', error);
    });
  }

  uriOf(path: string): vscode.Uri | undefined {
    return this.#analysis?.uriOf(path);
  }

  /** The workspace folder that a path lies in. */
  folderOf(path: string): ReturnType<WorkspaceAnalysis['folderOf']> {
    return this.#analysis?.folderOf(path);
  }

  pathOf(document: vscode.TextDocument): string | undefined {
    return this.#analysis?.pathOf(document);
  }

  /** Whether the snapshot's text of a file is the one that an editor shows, so that its places are right. */
  isCurrent(path: string): boolean {
    return this.#analysis?.isCurrent(this.#snapshot, path) ?? false;
  }

  /** Waits, two seconds at most, until the snapshot has caught up with a document; undefined when the document is not ours. */
  async current(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<CurrentDocument | undefined> {
    const deadline = performance.now() + 2_000;
    for (;;) {
      const path = this.pathOf(document);
      if (path === undefined || token.isCancellationRequested) return undefined;
      if (!this.#loading && this.isCurrent(path)) return { snapshot: this.#snapshot, path };
      const rest = deadline - performance.now();
      if (rest <= 0) return undefined;
      await this.#nextChange(rest, token);
    }
  }

  /** Resolves when the workspace has been read and analysed. */
  async whenReady(): Promise<void> {
    while (this.#loading) await this.#next();
  }

  dispose(): void {
    this.#analysis?.dispose();
    this.#reading?.end();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #next(): Promise<void> {
    return new Promise((resolve) => {
      const subscription = this.onDidChange(() => {
        subscription.dispose();
        resolve();
      });
    });
  }

  #nextChange(milliseconds: number, token: vscode.CancellationToken): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        changed.dispose();
        cancelled.dispose();
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      const changed = this.onDidChange(done);
      const cancelled = token.onCancellationRequested(done);
    });
  }
}

/** Says in the status bar that the workspace is being read, when that takes longer than a second. */
class ReadingProgress {
  #end: () => void = () => undefined;
  #report: ((text: string) => void) | undefined;
  readonly #timer: ReturnType<typeof setTimeout>;

  constructor() {
    this.#timer = setTimeout(() => {
      void vscode.window.withProgress(
        { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Edge Network: reading manifests') },
        (progress) => {
          this.#report = (message) => progress.report({ message });
          return new Promise<void>((resolve) => (this.#end = resolve));
        },
      );
    }, 1_000);
  }

  report(done: number, all: number): void {
    if (done % 50 === 0) this.#report?.(vscode.l10n.t('{0} of {1} files', done, all));
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#report = undefined;
    this.#end();
  }
}
