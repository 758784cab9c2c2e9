import * as vscode from 'vscode';
import { readerLanguage } from './localization.ts';
import type { FileEdit } from '../analysis/fixes/fileEdits.ts';
import { TopologySession } from '../service/page/topologySession.ts';
import { pageHtml } from '../topology/pageHtml.ts';
import { pageStrings } from '../service/pageStrings.ts';
import { parseFromPage, type EditorMessage, type FromPage, type Graph, type GraphStatus, type ToPage } from '../topology/protocol.ts';
import type { AnalysisSession } from './analysisSession.ts';
import { DraggedPositions } from './draggedPositions.ts';
import type { Log } from './log.ts';
import { PageRequests } from './pageRequests.ts';
import { editorRange } from './ranges.ts';
import { revealRange } from './reveal.ts';
import { performStatusAction } from './statusActions.ts';
import { exportTopology, parseExportChoice, type ExportChoice } from './topologyExport.ts';

const viewType = 'edgeNetwork.topology';

/** What the panel shows at a moment. */
export interface ShownTopology {
  /** Grows with each graph or patch that the page has confirmed. */
  readonly version: number;
  readonly graph: Graph;
  readonly status: GraphStatus;
}

/** The one panel with the topology: opened by command beside the editor, restored after a reload. */
export class TopologyPanel implements vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #session: AnalysisSession;
  readonly #log: Log;
  readonly #subscriptions: readonly { dispose(): unknown }[];
  readonly #shown = new vscode.EventEmitter<void>();
  readonly #sent = new vscode.EventEmitter<ToPage>();
  #open: { readonly panel: vscode.WebviewPanel; readonly topology: TopologySession } | undefined;
  readonly #positions: DraggedPositions;
  readonly #requests = new PageRequests<Answer>();
  #cursorTimer: ReturnType<typeof setTimeout> | undefined;

  constructor({ extensionUri, workspaceState }: vscode.ExtensionContext, session: AnalysisSession, log: Log) {
    this.#extensionUri = extensionUri;
    this.#positions = new DraggedPositions(workspaceState);
    this.#session = session;
    this.#log = log;
    this.#subscriptions = [
      this.#shown,
      this.#sent,
      vscode.commands.registerCommand('edgeNetwork.showTopology', () => this.show()),
      vscode.commands.registerCommand('edgeNetwork.exportTopology', (choice: unknown) => this.#export(parseExportChoice(choice))),
      vscode.window.registerWebviewPanelSerializer(viewType, {
        deserializeWebviewPanel: (panel) => {
          this.#adopt(panel);
          return Promise.resolve();
        },
      }),
      session.onDidChange(() => this.#update()),
      timer(reviving, () => this.#takeOver()),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.#cursorMoved(textEditor)),
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        if (editor !== undefined) this.#cursorMoved(editor);
      }),
    ];
  }

  /** Opens the panel beside the editor, or brings it to the front. The focus stays where it is. */
  show(): void {
    if (this.#open !== undefined) {
      this.#open.panel.reveal(undefined, true);
      return;
    }
    const [orphan] = orphans();
    this.#create(
      orphan?.group.viewColumn ?? (vscode.window.activeTextEditor === undefined ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside),
    );
  }

  #create(viewColumn: vscode.ViewColumn): void {
    const left = orphans();
    this.#adopt(vscode.window.createWebviewPanel(viewType, vscode.l10n.t('Edge Network Topology'), { viewColumn, preserveFocus: true }));
    if (left.length > 0) void vscode.window.tabGroups.close(left, true);
  }

  /** When the extension host has died, VS Code leaves its panels open and gives them to nobody: what such a panel shows is taken over by a new one. */
  #takeOver(): void {
    const shown = this.#open === undefined ? orphans().find(({ isActive }) => isActive) : undefined;
    if (shown !== undefined) this.#create(shown.group.viewColumn);
  }

  /** What the page has confirmed to show; undefined without a panel, and until the page is ready or while it has yet to catch up. */
  get shown(): ShownTopology | undefined {
    const version = this.#open?.topology.confirmed;
    return this.#open === undefined || version === undefined ? undefined : { version, ...this.#open.topology.state };
  }

  /** Resolves when the page has confirmed a graph or a patch. */
  async whenShown(): Promise<void> {
    while (this.shown === undefined) {
      await new Promise<void>((resolve) => {
        const subscription = this.#shown.event(() => {
          subscription.dispose();
          resolve();
        });
      });
    }
  }

  /** Each message to the page, as it is sent. */
  readonly onDidSend = this.#sent.event;

  /** Takes a message as it comes from the page: from a stranger. */
  async receive(value: unknown): Promise<void> {
    const open = this.#open;
    const received = parseFromPage(value);
    if (received === undefined || open === undefined) {
      this.#log.warn('A message of the topology page was not understood and is left out.');
      return;
    }
    if (isForEditor(received)) {
      await this.#receiveForEditor(received);
      return;
    }
    if (received.type === 'ready') this.#send([{ type: 'positions', pins: this.#positions.all }]);
    const outcome = open.topology.receive(received);
    switch (outcome.type) {
      case 'send':
        this.#send(outcome.messages);
        if (received.type === 'shown') this.#shown.fire();
        return;
      case 'reveal': {
        const uri = outcome.range === undefined ? undefined : this.#session.uriOf(outcome.range.path);
        if (outcome.range !== undefined && uri !== undefined)
          await revealRange(uri, outcome.range, { focus: outcome.focus, avoid: open.panel.viewColumn });
        return;
      }
      case 'edit':
        await this.#apply(outcome.title, outcome.edits);
        return;
      case 'refuse':
        void vscode.window.showInformationMessage(outcome.text);
        return;
      case 'act':
        await performStatusAction(outcome.action);
        return;
      case 'log':
        this.#log.warn(`Topology page: ${outcome.text}`);
    }
  }

  async #receiveForEditor(received: EditorMessage): Promise<void> {
    switch (received.type) {
      case 'positions':
        return this.#positions.keep(received.pins);
      case 'export':
        // Without arguments: what a page asks for, the reader is asked about.
        await this.#export({});
        return;
      case 'captured':
      case 'raster':
        if (!this.#requests.take(received)) this.#log.warn('The topology page answered a question that nobody asks (any longer).');
    }
  }

  /** Of what the panel shows; it is opened, or brought to the front, when it shows nothing. Returns the file written. */
  async #export(choice: ExportChoice): Promise<vscode.Uri | undefined> {
    if (this.#open?.panel.visible !== true) this.show();
    await this.#session.whenReady();
    await Promise.race([this.whenShown(), new Promise((resolve) => setTimeout(resolve, patience))]);
    const topology = this.#open?.topology;
    if (topology === undefined) return undefined;
    return await exportTopology(
      choice,
      {
        graph: topology.state.graph,
        positions: this.#positions.all,
        capture: async () => {
          const answer = await this.#requests.ask((request) => this.#send([{ type: 'capture', request }]), patience);
          return answer?.type === 'captured' ? answer : undefined;
        },
        rasterize: async ({ text, width, height }) => {
          const answer = await this.#requests.ask(
            (request) => this.#send([{ type: 'rasterize', request, svg: text, width, height }]),
            4 * patience,
          );
          return answer?.type === 'raster' ? answer.png : undefined;
        },
      },
      this.#session,
    );
  }

  dispose(): void {
    clearTimeout(this.#cursorTimer);
    this.#requests.abandon();
    this.#open?.panel.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #adopt(panel: vscode.WebviewPanel): void {
    this.#open?.panel.dispose();
    const topology = new TopologySession();
    const open = { panel, topology };
    this.#open = open;
    topology.update(this.#session.snapshot, this.#session.loading);
    panel.iconPath = vscode.Uri.joinPath(this.#extensionUri, 'media', 'icon.png');
    panel.webview.onDidReceiveMessage((value: unknown) => {
      this.receive(value).catch((error: unknown) => this.#log.failure('Answering the topology page', error));
    });
    // A hidden page is thrown away, and comes back by saying that it is ready.
    panel.onDidChangeViewState(() => {
      if (!panel.visible) topology.detach();
    });
    panel.onDidDispose(() => {
      if (this.#open !== open) return;
      this.#open = undefined;
      this.#requests.abandon();
    });
    const resources = vscode.Uri.joinPath(this.#extensionUri, 'dist', 'webview');
    const at = (name: string): string => panel.webview.asWebviewUri(vscode.Uri.joinPath(resources, name)).toString();
    panel.webview.options = { enableScripts: true, enableForms: false, localResourceRoots: [resources] };
    panel.webview.html = pageHtml({
      scriptUri: at('main.js'),
      styleUri: at('style.css'),
      codiconUri: at('codicon.css'),
      cspSource: panel.webview.cspSource,
      nonce: nonce(),
      strings: pageStrings(readerLanguage()),
    });
    if (vscode.window.activeTextEditor !== undefined) this.#cursorMoved(vscode.window.activeTextEditor);
  }

  #update(): void {
    if (this.#open === undefined) return;
    try {
      this.#send(this.#open.topology.update(this.#session.snapshot, this.#session.loading));
    } catch (error) {
      this.#log.failure('Drawing the topology', error);
    }
  }

  /** Makes the edits of a fix that the reader chose, unless a file has meanwhile a text that the analysis has not seen, and shows the first of them. */
  async #apply(title: string, edits: readonly FileEdit[]): Promise<void> {
    const edit = new vscode.WorkspaceEdit();
    for (const { range, text } of edits) {
      const uri = this.#session.uriOf(range.path);
      if (uri === undefined || !this.#session.isCurrent(range.path)) {
        void vscode.window.showInformationMessage(vscode.l10n.t('The manifest has changed since; look at the problem again.'));
        return;
      }
      edit.replace(uri, editorRange(range), text);
    }
    const [first] = edits;
    const uri = first === undefined ? undefined : this.#session.uriOf(first.range.path);
    if (first === undefined || uri === undefined) return;
    if (!(await vscode.workspace.applyEdit(edit))) {
      void vscode.window.showWarningMessage(vscode.l10n.t('{0}: the editor refused the change.', title));
      return;
    }
    // Where it can be seen, saved or undone.
    await revealRange(uri, { ...first.range, end: first.range.start }, { focus: false, avoid: this.#open?.panel.viewColumn });
  }

  #cursorMoved(editor: vscode.TextEditor): void {
    if (this.#open === undefined) return;
    clearTimeout(this.#cursorTimer);
    this.#cursorTimer = setTimeout(() => {
      const path = this.#session.pathOf(editor.document);
      const cursor = path === undefined ? undefined : { path, offset: editor.document.offsetAt(editor.selection.active) };
      try {
        this.#send(this.#open?.topology.moveCursor(cursor) ?? []);
      } catch (error) {
        this.#log.failure('Following the cursor', error);
      }
    }, 100);
  }

  #send(messages: readonly ToPage[]): void {
    for (const message of messages) {
      void this.#open?.panel.webview.postMessage(message);
      this.#sent.fire(message);
    }
  }
}

/** Milliseconds after which VS Code has given back a panel that it restores. */
const reviving = 8_000;

function timer(milliseconds: number, callback: () => void): { dispose(): unknown } {
  const handle = setTimeout(callback, milliseconds);
  return { dispose: () => clearTimeout(handle) };
}

/** Tabs of the topology; asked for while no panel is ours. VS Code puts a word of its own before the type. */
function orphans(): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(viewType));
}

/** Milliseconds that a page may take to answer. */
const patience = 15_000;

type Answer = Extract<EditorMessage, { readonly type: 'captured' | 'raster' }>;

function isForEditor(received: FromPage): received is EditorMessage {
  return received.type === 'positions' || received.type === 'export' || received.type === 'captured' || received.type === 'raster';
}

function nonce(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
