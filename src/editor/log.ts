import * as vscode from 'vscode';
import { complain } from './notifications.ts';

/** The output channel, and what becomes of errors of our own. */
export class Log implements vscode.Disposable {
  /** The server's words go there, too. */
  readonly channel = vscode.window.createOutputChannel('Edge Network', { log: true });
  #shown = false;

  info(text: string): void {
    this.channel.info(text);
  }

  warn(text: string): void {
    this.channel.warn(text);
  }

  /** An error that no input should bring about: logged each time, shown once. */
  failure(what: string, error: unknown): void {
    this.channel.error(what, error instanceof Error ? (error.stack ?? error.message) : String(error));
    if (this.#shown) return;
    this.#shown = true;
    const open = vscode.l10n.t('Show Output');
    void complain(vscode.l10n.t('Edge Network Topology has met an error of its own; what it shows may be out of date.'), open).then(
      (choice) => {
        if (choice === open) this.show();
      },
    );
  }

  show(): void {
    this.channel.show();
  }

  dispose(): void {
    this.channel.dispose();
  }
}
