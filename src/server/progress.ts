import type { Connection, WorkDoneProgressServerReporter } from 'vscode-languageserver';
import { message, type Language } from '../base/message.ts';

/** Milliseconds of reading before anybody is told. */
const patience = 1_000;

/** Says in the client that the workspace is being read, when that takes longer than a second. */
export class ReadingProgress {
  #reporter: WorkDoneProgressServerReporter | undefined;
  #ended = false;
  readonly #language: Language;
  readonly #timer: ReturnType<typeof setTimeout>;

  /** `canShow`: the client shows progress. */
  constructor(connection: Connection, language: Language, canShow: boolean) {
    this.#language = language;
    this.#timer = setTimeout(() => {
      if (!canShow) return;
      connection.window.createWorkDoneProgress().then(
        (reporter) => {
          reporter.begin(language.say(message('Edge Network: reading manifests')));
          if (this.#ended) reporter.done();
          else this.#reporter = reporter;
        },
        () => undefined,
      );
    }, patience);
  }

  report(done: number, all: number): void {
    if (done % 50 === 0) this.#reporter?.report(this.#language.say(message('{0} of {1} files', done, all)));
  }

  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#reporter?.done();
    this.#reporter = undefined;
  }
}
