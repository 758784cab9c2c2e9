import * as vscode from 'vscode';
import type { PageOutcome } from '../server/protocol.ts';
import { pageStrings } from '../service/pageStrings.ts';
import type { ShownTopology } from '../service/service.ts';
import type { MessagePart } from '../topology/messageParts.ts';
import { pageHtml } from '../topology/pageHtml.ts';
import {
  isEditorMessage,
  parseFromPage,
  protocolVersion,
  type EditorMessage,
  type ShownComparison,
  type ToPage,
} from '../topology/protocol.ts';
import { DraggedPositions } from './draggedPositions.ts';
import { fitsDocuments } from './fitsDocuments.ts';
import type { LanguageServer } from './languageServer.ts';
import { readerLanguage } from './localization.ts';
import type { Log } from './log.ts';
import { inform, warn } from './notifications.ts';
import { PageRequests } from './pageRequests.ts';
import { revealRange } from './reveal.ts';
import { performStatusAction } from './statusActions.ts';
import { exportTopology, parseExportChoice, type ExportChoice } from './topologyExport.ts';

const viewType = 'edgeNetwork.topology';

/** The panel that is open, and what the page in it has told. */
interface OpenPanel {
  readonly panel: vscode.WebviewPanel;
  readonly view: number;
  /** The page has said that it is ready, and has not been hidden since. */
  ready: boolean;
}

/**
 * The one panel with the topology: opened by command beside the editor, restored after a reload. What its page shows comes from the server, by messages that pass
 * through here; the panel outlives the server, and is given to the next one.
 */
export class TopologyPanel implements vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #server: LanguageServer;
  readonly #log: Log;
  readonly #subscriptions: readonly { dispose(): unknown }[];
  readonly #shown = new vscode.EventEmitter<void>();
  readonly #sent = new vscode.EventEmitter<ToPage | MessagePart>();
  #open: OpenPanel | undefined;
  #lastView = 0;
  readonly #positions: DraggedPositions;
  readonly #requests = new PageRequests<Answer>();
  #cursorTimer: ReturnType<typeof setTimeout> | undefined;

  constructor({ extensionUri, workspaceState }: vscode.ExtensionContext, server: LanguageServer, log: Log) {
    this.#extensionUri = extensionUri;
    this.#positions = new DraggedPositions(workspaceState);
    this.#server = server;
    this.#log = log;
    this.#subscriptions = [
      this.#shown,
      this.#sent,
      vscode.commands.registerCommand('edgeNetwork.showTopology', () => this.show()),
      vscode.commands.registerCommand('edgeNetwork.showTopologyToSide', () => this.showToSide()),
      vscode.commands.registerCommand('edgeNetwork.exportTopology', (choice: unknown) => this.#export(parseExportChoice(choice))),
      vscode.window.registerWebviewPanelSerializer(viewType, {
        deserializeWebviewPanel: (panel) => {
          this.#adopt(panel);
          return Promise.resolve();
        },
      }),
      server.onDidStart(() => this.#attach()),
      server.on('edgeNetwork/topology/send', ({ view, messages }) => {
        if (view === this.#open?.view) this.#send(messages);
      }),
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

  /** Opens the panel in the group beside that of the editor, or brings it there. */
  showToSide(): void {
    if (this.#open === undefined) this.#create(vscode.ViewColumn.Beside);
    else if (this.#open.panel.viewColumn === vscode.window.tabGroups.activeTabGroup.viewColumn)
      this.#open.panel.reveal(vscode.ViewColumn.Beside, true);
    else this.show();
  }

  #comparison: ShownComparison | undefined;

  /** Marks what is new, gone and moved against another state of the workspace, until the reader has seen enough; opens the panel, or brings it to the front. */
  compare(comparison: ShownComparison): void {
    this.#comparison = comparison;
    this.show();
    if (this.#open?.ready === true) this.#send([{ type: 'comparison', comparison }]);
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
  async shown(): Promise<ShownTopology | undefined> {
    const open = this.#open;
    if (open === undefined) return undefined;
    const shown = await this.#server.ask('edgeNetwork/topology/shown', { view: open.view });
    return shown?.version === undefined || this.#open !== open ? undefined : shown;
  }

  /** Resolves when the page has confirmed a graph or a patch. */
  async whenShown(): Promise<void> {
    while ((await this.shown()) === undefined) {
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
    if (isEditorMessage(received)) {
      await this.#receiveForEditor(received);
      return;
    }
    if (received.type === 'ready') {
      open.ready = true;
      this.#send([{ type: 'positions', pins: this.#positions.all }]);
      if (this.#comparison !== undefined) this.#send([{ type: 'comparison', comparison: this.#comparison }]);
    }
    // Until there is a server again, the page is told nothing, and says so itself.
    if (!this.#server.running) return;
    const outcome = await this.#server.ask('edgeNetwork/topology/receive', { view: open.view, message: received });
    if (received.type === 'shown') this.#shown.fire();
    if (outcome !== undefined && this.#open === open) await this.#follow(outcome, open);
  }

  async #follow(outcome: PageOutcome, { panel }: OpenPanel): Promise<void> {
    switch (outcome.type) {
      case 'nothing':
        return;
      case 'strange':
        this.#log.warn('A message of the topology page was not understood and is left out.');
        return;
      case 'reveal':
        if (outcome.at !== undefined)
          await revealRange(vscode.Uri.parse(outcome.at.uri, true), outcome.at.range, { focus: outcome.focus, avoid: panel.viewColumn });
        return;
      case 'edit':
        await this.#apply(outcome);
        return;
      case 'refuse':
        void inform(outcome.text);
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
      case 'endComparison':
        this.#comparison = undefined;
        return;
      case 'captured':
      case 'raster':
        if (!this.#requests.take(received)) this.#log.warn('The topology page answered a question that nobody asks (any longer).');
    }
  }

  /** Of what the panel shows; it is opened, or brought to the front, when it shows nothing. Returns the file written. */
  async #export(choice: ExportChoice): Promise<vscode.Uri | undefined> {
    if (this.#open?.panel.visible !== true) this.show();
    await this.#server.ask('edgeNetwork/settled', {});
    await Promise.race([this.whenShown(), new Promise((resolve) => setTimeout(resolve, patience))]);
    const open = this.#open;
    if (open === undefined) return undefined;
    return await exportTopology(choice, {
      isEmpty: ((await this.shown())?.graph.elements.length ?? 0) === 0,
      positions: this.#positions.all,
      capture: async () => {
        const answer = await this.#requests.ask((request) => this.#send([{ type: 'capture', request }]), patience);
        return answer?.type === 'captured' ? answer : undefined;
      },
      write: async (request) => (await this.#server.ask('edgeNetwork/topology/export', { view: open.view, request })) ?? undefined,
      rasterize: async ({ text, width, height }) => {
        const answer = await this.#requests.ask(
          (request) => this.#send([{ type: 'rasterize', request, svg: text, width, height }]),
          4 * patience,
        );
        return answer?.type === 'raster' ? answer.png : undefined;
      },
    });
  }

  dispose(): void {
    clearTimeout(this.#cursorTimer);
    this.#requests.abandon();
    this.#open?.panel.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #adopt(panel: vscode.WebviewPanel): void {
    this.#open?.panel.dispose();
    const open: OpenPanel = { panel, view: ++this.#lastView, ready: false };
    this.#open = open;
    this.#attach();
    panel.iconPath = vscode.Uri.joinPath(this.#extensionUri, 'media', 'icon.png');
    panel.webview.onDidReceiveMessage((value: unknown) => {
      this.receive(value).catch((error: unknown) => this.#log.failure('Answering the topology page', error));
    });
    // A hidden page is thrown away, and comes back by saying that it is ready.
    panel.onDidChangeViewState(() => {
      if (panel.visible) return;
      open.ready = false;
      this.#server.tell('edgeNetwork/topology/detach', { view: open.view });
    });
    panel.onDidDispose(() => {
      this.#server.tell('edgeNetwork/topology/close', { view: open.view });
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
  }

  /** Gives the open panel to the server, which has just been started or knows of others alone. A page that was ready before gets the whole graph anew. */
  #attach(): void {
    const open = this.#open;
    if (open === undefined || !this.#server.running) return;
    this.#server.tell('edgeNetwork/topology/open', { view: open.view });
    if (vscode.window.activeTextEditor !== undefined) this.#cursorMoved(vscode.window.activeTextEditor);
    if (open.ready)
      this.receive({ type: 'ready', protocol: protocolVersion }).catch((error: unknown) =>
        this.#log.failure('Attaching the topology page', error),
      );
  }

  /** Makes the edits of a fix that the reader chose, unless a file has meanwhile a text that the server has not seen, and shows the first of them. */
  async #apply({ title, edit, first }: Extract<PageOutcome, { readonly type: 'edit' }>): Promise<void> {
    const made = await this.#server.editOf(edit);
    if (made === undefined || !fitsDocuments(edit, vscode.workspace.textDocuments)) {
      void inform(vscode.l10n.t('The manifest has changed since; look at the problem again.'));
      return;
    }
    if (!(await vscode.workspace.applyEdit(made))) {
      void warn(vscode.l10n.t('{0}: the editor refused the change.', title));
      return;
    }
    // Where it can be seen, saved or undone.
    const { start } = first.range;
    await revealRange(vscode.Uri.parse(first.uri, true), { start, end: start }, { focus: false, avoid: this.#open?.panel.viewColumn });
  }

  #cursorMoved({ document, selection }: vscode.TextEditor): void {
    if (this.#open === undefined) return;
    clearTimeout(this.#cursorTimer);
    this.#cursorTimer = setTimeout(() => {
      if (this.#open === undefined) return;
      const { line, character } = selection.active;
      this.#server.tell('edgeNetwork/topology/cursor', {
        view: this.#open.view,
        cursor: { uri: document.uri.toString(), position: { line, character } },
      });
    }, 100);
  }

  #send(messages: readonly (ToPage | MessagePart)[]): void {
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

function nonce(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
