import * as vscode from 'vscode';
import { Analysis } from '../analysis/analysis.ts';
import { isManifestPath, relevantText } from '../manifests/manifestFiles.ts';
import { RefreshLoop } from '../base/refreshLoop.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import { FilePaths } from './filePaths.ts';
import { analysisSettings } from './settings.ts';
import { WorkspaceFiles } from './workspaceFiles.ts';

/** Least time between two analyses, in milliseconds. */
const interval = 150;
/** Milliseconds of work before the extension host's thread is given back. */
const budget = 10;

export interface WorkspaceAnalysisOptions {
  readonly published: (snapshot: Snapshot) => void;
  readonly failed: (what: string, error: unknown) => void;
  readonly progress: (done: number, all: number) => void;
}

/**
 * The workspace under analysis, from one beginning to the next: another set of folders or of excluded files begins anew.
 * An open editor stands for its file, whether saved or not.
 */
export class WorkspaceAnalysis implements vscode.Disposable {
  readonly #analysis: Analysis;
  readonly #paths: FilePaths;
  readonly #files: WorkspaceFiles;
  readonly #loop: RefreshLoop<Snapshot>;
  readonly #subscriptions: vscode.Disposable[] = [];
  readonly #options: WorkspaceAnalysisOptions;
  /** What was noted of the open documents, by path. */
  readonly #open = new Map<string, string | undefined>();
  #complete = false;
  #disposed = false;

  constructor(options: WorkspaceAnalysisOptions) {
    this.#options = options;
    const { failed, published } = options;
    this.#paths = new FilePaths(vscode.workspace.workspaceFolders ?? []);
    this.#analysis = new Analysis(analysisSettings(), this.#paths.folders);
    this.#loop = new RefreshLoop<Snapshot>({
      work: () => this.#analysis.refresh(),
      done: published,
      failed: (error) => failed('Analysing the manifests', error),
      interval,
      budget,
      pause: () => new Promise((resolve) => setTimeout(resolve, 0)),
      now: () => performance.now(),
      later: (milliseconds, callback) => {
        const timer = setTimeout(callback, milliseconds);
        return () => clearTimeout(timer);
      },
    });
    this.#files = new WorkspaceFiles({
      paths: this.#paths,
      note: (path, text) => {
        if (!this.#open.has(path)) this.#analysis.setFile(path, text);
      },
      settled: () => this.#request(),
      failed,
    });
    this.#subscriptions.push(
      vscode.workspace.onDidOpenTextDocument((document) => this.#noteDocument(document)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#noteDocument(document);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => this.#forgetDocument(document)),
    );
  }

  /** Reads the whole workspace; until that is done nothing is judged, since what is missing may only not have been read yet. */
  async start(): Promise<void> {
    for (const document of vscode.workspace.textDocuments) this.#noteDocument(document);
    await this.#files.readAll(vscode.workspace.workspaceFolders ?? [], this.#options.progress);
    if (this.#disposed) return;
    this.#complete = true;
    this.#loop.request();
  }

  applySettings(): void {
    this.#analysis.setSettings(analysisSettings());
    if (this.#complete) this.#loop.restart();
  }

  uriOf(path: string): vscode.Uri | undefined {
    return this.#paths.uriOf(path);
  }

  folderOf(path: string): ReturnType<FilePaths['folderOf']> {
    return this.#paths.folderOf(path);
  }

  /** Path of an open document that the analysis knows. */
  pathOf(document: vscode.TextDocument): string | undefined {
    const path = this.#pathOf(document);
    return path !== undefined && this.#open.get(path) !== undefined ? path : undefined;
  }

  /** Whether a snapshot holds the text that an open document has now. A file that no editor shows is always as it was read. */
  isCurrent(snapshot: Snapshot, path: string): boolean {
    return !this.#open.has(path) || this.#open.get(path) === snapshot.files.get(path)?.file.text;
  }

  dispose(): void {
    this.#disposed = true;
    this.#loop.dispose();
    this.#files.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #request(): void {
    if (this.#complete) this.#loop.request();
  }

  #pathOf(document: vscode.TextDocument): string | undefined {
    const { uri, languageId } = document;
    if (!languages.has(languageId) && !isManifestPath(uri.path)) return undefined;
    return this.#paths.inWorkspace(uri) ?? this.#paths.fromElsewhere(uri);
  }

  #noteDocument(document: vscode.TextDocument): void {
    const path = this.#pathOf(document);
    if (path === undefined) return;
    const text = relevantText(path, document.getText());
    this.#open.set(path, text);
    this.#analysis.setFile(path, text);
    this.#request();
  }

  #forgetDocument(document: vscode.TextDocument): void {
    const path = this.#pathOf(document);
    if (path === undefined || !this.#open.delete(path)) return;
    if (isManifestPath(path) && this.#paths.inWorkspace(document.uri) !== undefined) {
      this.#files.reread(document.uri);
    } else {
      this.#analysis.setFile(path, undefined);
      this.#request();
    }
  }
}

const languages: ReadonlySet<string> = new Set(['yaml', 'json', 'jsonc']);
