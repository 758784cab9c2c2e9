import * as vscode from 'vscode';
import {
  CloseAction,
  ErrorAction,
  State,
  type BaseLanguageClient,
  type CloseHandlerResult,
  type LanguageClientOptions,
  type Location,
} from 'vscode-languageclient';
import type { ClientNotifications, ClientRequests, ServerNotifications } from '../server/protocol.ts';
import { clientOptions } from './clientOptions.ts';
import type { Log } from './log.ts';
import { complain, warn } from './notifications.ts';
import { listEntries, listFiles, readContents, readFiles } from './workspaceReader.ts';

/** How a host makes the client that talks to the server: to a process, or to a worker. */
export type ClientFactory = (options: LanguageClientOptions) => BaseLanguageClient;

/** So often a server that dies is started again by itself, within so many milliseconds. */
const mostRestarts = 2;
const within = 600_000;

/** The language server: started, started again when it dies, and talked to. */
export class LanguageServer implements vscode.Disposable {
  readonly #log: Log;
  readonly #client: BaseLanguageClient;
  readonly #started = new vscode.EventEmitter<void>();
  readonly #subscriptions: readonly { dispose(): unknown }[];
  /** By method: the client itself knows one listener a method, the last. */
  readonly #told = new Map<keyof ServerNotifications, vscode.EventEmitter<unknown>>();
  #deaths: readonly number[] = [];

  /** It runs, for the first time or again: it knows of open documents, and of nothing else. */
  readonly onDidStart = this.#started.event;

  constructor(log: Log, create: ClientFactory) {
    this.#log = log;
    this.#client = create({
      ...clientOptions(log),
      errorHandler: {
        error: (error, _, count = 0) => {
          log.warn(`The connection to the server: ${error.message}`);
          return { action: count < 3 ? ErrorAction.Continue : ErrorAction.Shutdown, handled: true };
        },
        closed: () => this.#closed(),
      },
    });
    this.#client.onRequest('edgeNetwork/files/list', listFiles);
    this.#client.onRequest('edgeNetwork/files/read', readFiles);
    this.#client.onRequest('edgeNetwork/files/readBytes', readContents);
    this.#client.onRequest('edgeNetwork/files/entries', listEntries);
    this.#subscriptions = [
      this.#started,
      this.#client.onDidChangeState(({ newState }) => {
        if (newState === State.Running) this.#started.fire();
      }),
      this.on('edgeNetwork/failed', ({ what, detail }) => log.failure(what, detail)),
    ];
  }

  get running(): boolean {
    return this.#client.state === State.Running;
  }

  start(): void {
    const began = performance.now();
    this.#client.start().then(
      () => this.#log.info(`server ready in ${(performance.now() - began).toFixed(0)} ms`),
      (error: unknown) => this.#log.failure('Starting the server', error),
    );
  }

  /** Ends the server, if it runs, and starts it again. */
  async restart(): Promise<void> {
    this.#deaths = [];
    if (this.#client.needsStop()) await this.#client.stop();
    this.start();
  }

  /** Undefined when there is no server (any longer) that could answer. */
  async ask<M extends keyof ClientRequests>(
    method: M,
    params: ClientRequests[M]['params'],
  ): Promise<ClientRequests[M]['result'] | undefined> {
    try {
      return await this.#client.sendRequest<ClientRequests[M]['result']>(method, params);
    } catch (error) {
      this.#log.warn(`${method}: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }

  /** Lost when no server runs. */
  tell<M extends keyof ClientNotifications>(method: M, params: ClientNotifications[M]): void {
    if (this.running)
      this.#client.sendNotification(method, params).catch((error: unknown) => this.#log.warn(`${method}: ${String(error)}`));
  }

  on<M extends keyof ServerNotifications>(method: M, listener: (params: ServerNotifications[M]) => void): vscode.Disposable {
    let told = this.#told.get(method) as vscode.EventEmitter<ServerNotifications[M]> | undefined;
    if (told === undefined) {
      const emitter = new vscode.EventEmitter<ServerNotifications[M]>();
      told = emitter;
      this.#told.set(method, emitter);
      this.#client.onNotification(method, (params: ServerNotifications[M]) => emitter.fire(params));
    }
    return told.event(listener);
  }

  /** An edit as the server describes it. */
  async editOf(
    edit: Parameters<BaseLanguageClient['protocol2CodeConverter']['asWorkspaceEdit']>[0],
  ): Promise<vscode.WorkspaceEdit | undefined> {
    return await this.#client.protocol2CodeConverter.asWorkspaceEdit(edit);
  }

  /** A place as the server describes it. */
  locationOf(place: Location): vscode.Location {
    return this.#client.protocol2CodeConverter.asLocation(place);
  }

  dispose(): void {
    for (const subscription of [...this.#subscriptions, ...this.#told.values()]) subscription.dispose();
    this.#client.dispose().catch(() => undefined);
  }

  #closed(): CloseHandlerResult {
    const now = Date.now();
    this.#deaths = this.#deaths.filter((death) => now - death < within);
    this.#log.warn('The server has ended unexpectedly.');
    if (this.#deaths.length < mostRestarts) {
      this.#deaths = [...this.#deaths, now];
      void warn(vscode.l10n.t('The analysis of Edge Network Topology has ended unexpectedly and is started again.'));
      return { action: CloseAction.Restart, handled: true };
    }
    const restart = vscode.l10n.t('Restart');
    const open = vscode.l10n.t('Show Output');
    void complain(
      vscode.l10n.t(
        'The analysis of Edge Network Topology has ended unexpectedly several times; problems and topology are no longer brought up to date.',
      ),
      restart,
      open,
    ).then((choice) => {
      if (choice === restart) void this.restart();
      if (choice === open) this.#log.show();
    });
    return { action: CloseAction.DoNotRestart, handled: true };
  }
}
