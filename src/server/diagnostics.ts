import { DiagnosticSeverity, type ClientCapabilities, type Diagnostic, type PublishDiagnosticsParams } from 'vscode-languageserver';
import { runInSlices } from '../base/slices.ts';
import type { FileFinding, Service } from '../service/service.ts';
import type { EditedFiles } from './workspaceEdits.ts';

export const source = 'Edge Network';

export interface DiagnosticsOptions {
  readonly service: Service;
  readonly files: EditedFiles;
  /** Paths of open documents. */
  readonly shown: () => readonly string[];
  readonly publish: (params: PublishDiagnosticsParams) => void;
  readonly capabilities: ClientCapabilities;
  /** Where a click on a code leads. */
  readonly pageOf: (code: string) => string | undefined;
  readonly pause: () => Promise<void>;
  readonly failed: (what: string, error: unknown) => void;
}

/** The findings in the client's list of problems. Only files whose findings may have changed are published, open ones first, in slices. */
export class Diagnostics {
  readonly #options: DiagnosticsOptions;
  /** Paths that wait to be published. */
  readonly #due = new Set<string>();
  /** Where the problems of each path were put. */
  readonly #published = new Map<string, string>();
  #publishing: Promise<void> | undefined;
  /** There is a newer judgement than the one that the last round began with. */
  #again = false;

  constructor(options: DiagnosticsOptions) {
    this.#options = options;
  }

  /** A judgement after which these files may have other findings. */
  note(files: readonly string[]): void {
    for (const path of files) this.#due.add(path);
    this.#again = true;
    this.#publishing ??= this.#publish();
  }

  /** Resolves when what is due and can be published has been. */
  async published(): Promise<void> {
    await this.#publishing;
  }

  async #publish(): Promise<void> {
    const { pause, failed } = this.#options;
    try {
      await runInSlices(this.#work(), { budget: 10, pause, cancelled: () => false });
    } catch (error) {
      failed('Publishing the problems', error);
    } finally {
      this.#publishing = undefined;
    }
  }

  *#work(): Generator<undefined, void> {
    const { service, shown } = this.#options;
    while (this.#again) {
      this.#again = false;
      const first = shown().filter((path) => this.#due.has(path));
      for (const path of new Set([...first, ...this.#due])) {
        // A text that has been edited since stays as it was published until the next judgement: its places would be off.
        if (!service.isCurrent(path)) continue;
        this.#due.delete(path);
        this.#publishFile(path);
        yield;
      }
    }
  }

  #publishFile(path: string): void {
    const { service, files, publish } = this.#options;
    const before = this.#published.get(path);
    const uri = files.uriOf(path) ?? before;
    if (uri === undefined) return;
    const diagnostics = service.findings(path).map((finding) => this.#diagnosticOf(finding));
    if (before !== undefined && before !== uri) publish({ uri: before, diagnostics: [] });
    if (diagnostics.length > 0) this.#published.set(path, uri);
    else this.#published.delete(path);
    if (diagnostics.length === 0 && before === undefined) return;
    const version = files.versionOf(uri);
    publish({ uri, diagnostics, ...(version === undefined ? {} : { version }) });
  }

  #diagnosticOf({ code, severity, message, range, related }: FileFinding): Diagnostic {
    const { capabilities, files, pageOf } = this.#options;
    const { relatedInformation = false, codeDescriptionSupport = false } = capabilities.textDocument?.publishDiagnostics ?? {};
    const page = codeDescriptionSupport ? pageOf(code) : undefined;
    const places = relatedInformation
      ? related.flatMap((other) => {
          const uri = files.uriOf(other.at.path);
          return uri === undefined ? [] : [{ message: other.message, location: { uri, range: other.at.range } }];
        })
      : [];
    return {
      range,
      severity: severities[severity],
      code,
      source,
      message,
      ...(page === undefined ? {} : { codeDescription: { href: page } }),
      ...(places.length === 0 ? {} : { relatedInformation: places }),
    };
  }
}

const severities: Readonly<Record<FileFinding['severity'], DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};
