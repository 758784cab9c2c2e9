import type {
  ClientCapabilities,
  CodeAction,
  CodeActionParams,
  Connection,
  DidChangeConfigurationParams,
  FileEvent,
  Hover,
  HoverParams,
  InitializeParams,
  TextDocuments,
  WorkspaceFoldersChangeEvent,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { languageOf, message, type Language } from '../base/message.ts';
import { LocalService } from '../service/localService.ts';
import type { ClusterEnds, Refusal, TraceQuestion } from '../service/questions.ts';
import type { ClusterReport, RenderedManifest, WhatIfObject } from '../service/service.ts';
import { sharingThread } from '../service/surroundings.ts';
import { registerFor } from './capabilities.ts';
import { fixAllKind, takesCodeActions } from './codeActionKinds.ts';
import { codeActionsOf, wantedKind } from './codeActions.ts';
import { readSettings, sameExclusions, type Settings } from './configuration.ts';
import { Diagnostics } from './diagnostics.ts';
import { parseAddress, type Folder } from './filePaths.ts';
import { clientFiles, noFiles } from './fileSource.ts';
import { hoverOf } from './hovers.ts';
import { answerEditing, type EditingClient } from './editingRequests.ts';
import type { Platform } from './platform.ts';
import { ReadingProgress } from './progress.ts';
import type { QuestionMethod } from './questionMethods.ts';
import { answerQuestion, shownRendering, shownTrace } from './questions.ts';
import type { ClientRequests, CursorPlace, InitializationOptions, ServerNotifications, ShownRendering, ShownTrace } from './protocol.ts';
import { topologyPages, type TopologyPages } from './topologyPages.ts';
import { Workspace } from './workspace.ts';
import type { EditedFiles } from './workspaceEdits.ts';

/** Clusters of which the output channel tells. */
const mostLogged = 100;

/** One client from `initialize` on. */
export class Session {
  readonly #connection: Connection;
  readonly #capabilities: ClientCapabilities;
  readonly #options: InitializationOptions;
  readonly #language: Language;
  readonly #service: LocalService;
  readonly #workspace: Workspace;
  readonly #diagnostics: Diagnostics;
  readonly #files: EditedFiles;
  readonly #platform: Platform;
  readonly #editing: EditingClient;
  #endWatching: () => void = () => undefined;
  #topology: TopologyPages | undefined;
  #folders: readonly Folder[];
  #settings: Settings = { service: { defaultProfile: 'custom', severities: {} }, excluded: new Map(), hiddenHints: [], hiddenLenses: [] };
  /** Settings as the client has told them; it may be one that cannot be asked. */
  #told: unknown;
  #reading = true;
  #changes = 0;
  #complained = false;
  /** What the reader has before the eyes that goes with a judgement: hints, lenses. */
  readonly #shown = new Set<'inlayHint' | 'codeLens'>();
  #becomeReady: () => void = () => undefined;
  /** Resolves when the workspace has been read for the first time. */
  readonly #ready = new Promise<void>((resolve) => (this.#becomeReady = resolve));

  constructor(connection: Connection, documents: TextDocuments<TextDocument>, platform: Platform, params: InitializeParams) {
    this.#connection = connection;
    this.#platform = platform;
    this.#capabilities = params.capabilities;
    this.#options = optionsOf(params.initializationOptions);
    this.#told = this.#options.settings;
    this.#folders = foldersOf(params);
    const { language = params.locale ?? 'en', bundle = platform.translationsFor?.(language), codePage, script } = this.#options;
    if (script !== undefined) platform.scriptIsAt?.(script);
    this.#language = languageOf(language, bundle);

    const failed = (what: string, error: unknown): void => this.#failed(what, error);
    const { pause } = platform;
    this.#service = new LocalService({
      folders: [],
      settings: this.#settings.service,
      surroundings: { ...sharingThread((error) => failed('Analysing the manifests', error)), pause },
      sources: { read: (paths) => this.#workspace.sources.read(paths), list: (folders) => this.#workspace.sources.list(folders) },
      language,
      translations: bundle,
      schemasShown: this.#options.schemasShown,
    });
    const client = this.#options.readsFiles === true ? clientFiles((method, asked) => connection.sendRequest(method, asked)) : noFiles;
    this.#workspace = new Workspace({ service: this.#service, source: platform.files(client), documents: () => documents.all(), failed });
    this.#files = { uriOf: (path) => this.#workspace.uriOf(path), versionOf: (uri) => documents.get(uri)?.version };
    this.#editing = {
      service: this.#service,
      pathOf: (uri) => this.#workspace.pathOf(uri),
      ...this.#files,
      hiddenHints: () => this.#settings.hiddenHints,
      hiddenLenses: () => this.#settings.hiddenLenses,
      hasCommands: this.#options.hasCommands === true,
      capabilities: this.#capabilities,
    };
    this.#diagnostics = new Diagnostics({
      service: this.#service,
      files: this.#files,
      shown: () => this.#workspace.shown,
      publish: (published) => void connection.sendDiagnostics(published),
      capabilities: this.#capabilities,
      pageOf: (code) => codePage?.replace('{code}', encodeURIComponent(code)) ?? platform.pageOf(code),
      pause,
      failed,
    });
    this.#service.onDidJudge(({ files }) => {
      this.#diagnostics.note(files);
      this.#tellState();
      // Who has them before the eyes has those of the last judgement.
      for (const kind of this.#shown) void connection.sendRequest(`workspace/${kind}/refresh`).catch(() => undefined);
      const open = documents.all().flatMap(({ uri }) => this.#workspace.pathOf(uri) ?? []);
      this.#service.prepare(open).catch((error: unknown) => failed('Preparing answers', error));
    });
  }

  /** Made when it is first asked for. */
  get topology(): TopologyPages {
    this.#topology ??= topologyPages({
      ...this.#editing,
      files: this.#files,
      send: (sent) => this.#tell('edgeNetwork/topology/send', sent),
    });
    return this.#topology;
  }

  /** The client may be asked from now on. */
  async start(): Promise<void> {
    await registerFor(this.#connection, this.#capabilities);
    await this.#applySettings();
  }

  async foldersChanged({ added, removed }: WorkspaceFoldersChangeEvent): Promise<void> {
    const gone = new Set(removed.map(({ uri }) => uri));
    this.#folders = [...this.#folders.filter(({ uri }) => !gone.has(uri)), ...added.map(({ name, uri }) => ({ name, uri }))];
    await this.#applySettings({ foldersChanged: true });
  }

  async settingsChanged(params: DidChangeConfigurationParams): Promise<void> {
    const settings: unknown = params.settings;
    if (typeof settings === 'object' && settings !== null && 'edgeNetwork' in settings) this.#told = settings.edgeNetwork;
    await this.#applySettings();
  }

  filesChanged(events: readonly FileEvent[]): void {
    this.#workspace.noteEvents(events);
  }

  documentChanged(document: TextDocument): void {
    this.#workspace.documentChanged(document);
  }

  documentClosed(document: TextDocument): void {
    this.#workspace.documentClosed(document);
  }

  async rendered({ uri, position }: CursorPlace): Promise<readonly RenderedManifest[] | null> {
    await this.#ready;
    const path = this.#workspace.pathOf(uri);
    return path === undefined ? null : ((await this.#service.rendered(path, position, new AbortController().signal)) ?? null);
  }

  whatIfObjects(): Promise<readonly WhatIfObject[]> {
    return this.#service.whatIfObjects();
  }

  async whatIf({
    cluster,
    events,
  }: {
    readonly cluster: string;
    readonly events: readonly string[];
  }): Promise<{ readonly text: string } | null> {
    const asked = events.map((text) => ({ kind: 'words', text }) as const);
    const answer = await this.#service.whatIf({ cluster, events: asked, whole: false });
    if (answer.type === 'refused') return null;
    const steps = answer.clusters.flatMap((each) => each.steps);
    return { text: steps.map(({ event, sentences }) => `${event}\n${sentences.map((sentence) => `  ${sentence}\n`).join('')}`).join('\n') };
  }

  async clusters(uri: string): Promise<readonly ClusterReport[] | null> {
    await this.#ready;
    const path = this.#workspace.pathOf(uri);
    return path === undefined ? null : this.#service.clusters(path);
  }

  async compare({
    files,
    alone,
    title,
  }: ClientRequests['edgeNetwork/compare']['params']): Promise<ClientRequests['edgeNetwork/compare']['result']> {
    await this.#ready;
    const texts = new Map(
      files.flatMap(({ uri, text }, index): readonly (readonly [string, string])[] => {
        const path = alone ? `${index}.yaml` : this.#workspace.pathWithin(uri);
        return path === undefined ? [] : [[path, text]];
      }),
    );
    if (texts.size === 0) return null;
    return this.#service.compareWith(texts, { title, alone });
  }

  async traceEnds(): Promise<readonly ClusterEnds[]> {
    await this.#ready;
    return this.#service.traceEnds();
  }

  async trace(question: TraceQuestion): Promise<ShownTrace | Refusal> {
    await this.#ready;
    const answer = await this.#service.trace(question);
    if (answer.type === 'refused') return answer;
    return shownTrace(answer, this.#files.uriOf);
  }

  /** Answers a question of our own client (`questionMethods`). */
  async question<M extends QuestionMethod>(method: M, params: ClientRequests[M]['params']): Promise<ClientRequests[M]['result']> {
    await this.#ready;
    return answerQuestion(method, params, { ...this.#editing, language: this.#language });
  }

  renderedText(key: string): ShownRendering | null {
    const found = this.#service.renderedText(key);
    return found === undefined ? null : shownRendering(found, this.#files.uriOf);
  }

  async hover({ textDocument, position }: HoverParams, cancelled: AbortSignal): Promise<Hover | null> {
    await this.#readyOr(cancelled);
    const path = this.#workspace.pathOf(textDocument.uri);
    const answer = path === undefined ? undefined : await this.#service.hover(path, position, cancelled);
    return answer === undefined ? null : hoverOf(answer, this.#capabilities);
  }

  /** Answers a question of somebody who edits (`editingMethods`). */
  async edit(method: string, params: object, cancelled: AbortSignal): Promise<unknown> {
    const kind = method.slice('textDocument/'.length);
    if ((kind === 'inlayHint' || kind === 'codeLens') && this.#capabilities.workspace?.[kind]?.refreshSupport === true)
      this.#shown.add(kind);
    await this.#readyOr(cancelled);
    return answerEditing(method, params, this.#editing, cancelled);
  }

  async codeActions({ textDocument, range, context }: CodeActionParams, cancelled: AbortSignal): Promise<readonly CodeAction[]> {
    const kind = wantedKind(context);
    if (kind === undefined || !takesCodeActions(this.#capabilities)) return [];
    await this.#readyOr(cancelled);
    const path = this.#workspace.pathOf(textDocument.uri);
    if (path === undefined) return [];
    const all = kind === fixAllKind ? await this.#service.fixAll(path, cancelled) : undefined;
    const fixes = kind === fixAllKind ? (all === undefined ? [] : [all]) : ((await this.#service.fixes(path, range, cancelled)) ?? []);
    return codeActionsOf(fixes, kind, context.diagnostics, this.#files, this.#capabilities, this.#editing.hasCommands);
  }

  /** Resolves when everything that was told before has been judged and published. */
  async settled(): Promise<void> {
    await this.#ready;
    await this.#workspace.followed();
    await this.#service.settled();
    await this.#diagnostics.published();
  }

  dispose(): void {
    this.#endWatching();
    this.#service.dispose();
  }

  /** Reads the settings, and the workspace when another set of files counts. */
  async #applySettings({ foldersChanged = false } = {}): Promise<void> {
    const change = ++this.#changes;
    const canAsk = this.#capabilities.workspace?.configuration === true;
    const before = this.#settings;
    const settings = await readSettings(this.#connection, canAsk, this.#told, this.#folders);
    if (change !== this.#changes) return;
    this.#settings = settings;
    this.#service.setSettings(settings.service);
    if (foldersChanged || this.#reading || !sameExclusions(before, settings)) await this.#readAll();
  }

  async #readAll(): Promise<void> {
    this.#reading = true;
    this.#tellState();
    const began = performance.now();
    const progress = new ReadingProgress(this.#connection, this.#language, this.#capabilities.window?.workDoneProgress === true);
    try {
      if (!(await this.#workspace.readAll(this.#folders, this.#settings, (done, all) => progress.report(done, all)))) return;
      this.#watch();
      await this.#service.settled();
      const { files, clusters } = this.#service.state;
      const text = `analysed ${files} files, ${clusters} clusters in ${Math.round(performance.now() - began)} ms`;
      this.#connection.console.info(text);
      for (const line of await this.#clusterLines()) this.#connection.console.info(line);
      this.#reading = false;
      this.#tellState();
      this.#becomeReady();
    } catch (error) {
      this.#failed('Reading the workspace', error);
    } finally {
      progress.end();
    }
  }

  /** Which clusters there are and why, what is not applied, what is not known: for the output channel. */
  async #clusterLines(): Promise<readonly string[]> {
    const reports = await this.#service.clusters();
    return reports
      .slice(0, mostLogged)
      .map(({ name, reason, unknown }) => `${name}: ${[reason, ...unknown.slice(0, 3)].join(' ')}${unknown.length > 3 ? ' …' : ''}`);
  }

  /** For a client that cannot be asked to tell what happens to files. */
  #watch(): void {
    this.#endWatching();
    if (this.#capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true) return;
    const end = this.#platform.watch?.(
      this.#folders.map(({ uri }) => uri),
      (uri) => this.#workspace.isExcluded(uri),
      (events) => this.filesChanged(events),
    );
    this.#endWatching = end ?? (() => undefined);
  }

  async #readyOr(cancelled: AbortSignal): Promise<void> {
    if (cancelled.aborted) return;
    await Promise.race([this.#ready, new Promise((resolve) => cancelled.addEventListener('abort', resolve))]);
  }

  #tellState(): void {
    this.#tell('edgeNetwork/state', { ...this.#service.state, reading: this.#reading });
  }

  #tell<M extends keyof ServerNotifications>(method: M, params: ServerNotifications[M]): void {
    if (this.#options.followsState === true) void this.#connection.sendNotification(method, params);
  }

  /** An error that no input should bring about: logged each time, shown once. */
  #failed(what: string, error: unknown): void {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    if (this.#options.followsState === true) return this.#tell('edgeNetwork/failed', { what, detail });
    this.#connection.console.error(`${what}: ${detail}`);
    if (this.#complained) return;
    this.#complained = true;
    this.#connection.window.showErrorMessage(
      this.#language.say(message('Edge Network Topology has met an error of its own; what it shows may be out of date.')),
    );
  }
}

/** What a client sends is a stranger's: a field of another kind counts as absent. */
function optionsOf(value: unknown): InitializationOptions {
  if (typeof value !== 'object' || value === null) return {};
  const { bundle, language, codePage, script, readsFiles, followsState, hasCommands, schemasShown, settings } = value as Readonly<
    Record<string, unknown>
  >;
  const texts = typeof bundle === 'object' && bundle !== null ? Object.entries(bundle) : [];
  return {
    bundle:
      bundle === undefined
        ? undefined
        : Object.fromEntries(texts.filter((entry): entry is [string, string] => typeof entry[1] === 'string')),
    language: typeof language === 'string' ? language : undefined,
    codePage: typeof codePage === 'string' ? codePage : undefined,
    script: typeof script === 'string' ? script : undefined,
    readsFiles: readsFiles === true,
    followsState: followsState === true,
    hasCommands: hasCommands === true,
    schemasShown: Array.isArray(schemasShown) ? schemasShown.filter((each) => each === 'hover' || each === 'completion') : [],
    settings,
  };
}

function foldersOf({ workspaceFolders, ...params }: InitializeParams): readonly Folder[] {
  if (Array.isArray(workspaceFolders)) return workspaceFolders.map(({ name, uri }) => ({ name, uri }));
  // Superseded by folders, and all that older clients send.
  const { rootUri }: { readonly rootUri?: string | null } = params;
  return typeof rootUri === 'string' ? [{ name: parseAddress(rootUri)?.path.split('/').filter(Boolean).at(-1) ?? '', uri: rootUri }] : [];
}
