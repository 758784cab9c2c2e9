import type { Position, Range } from 'vscode-languageserver-types';
import { hoverAt } from '../analysis/hover/hover.ts';
import { linesOf } from '../analysis/resolve.ts';
import { findingsOf, type Snapshot } from '../analysis/snapshot.ts';
import { isWithin } from '../base/path.ts';
import { pageStrings } from '../topology/pageStrings.ts';
import { fileFindingOf } from './findings.ts';
import { fixAllOf, fixesAt, type FixContext } from './fixes.ts';
import { hoverMarkdown } from './hoverMarkdown.ts';
import { Judge } from './judge.ts';
import { LocalTopology } from './localTopology.ts';
import type {
  FileFinding,
  FileFix,
  HoverAnswer,
  Judgement,
  Service,
  ServiceFolder,
  ServiceSettings,
  ServiceState,
  TopologyListener,
  TopologyView,
} from './service.ts';
import { analysisSettings } from './settings.ts';
import type { Surroundings } from './surroundings.ts';

export interface LocalServiceOptions {
  readonly folders: readonly ServiceFolder[];
  readonly settings: ServiceSettings;
  readonly surroundings: Surroundings;
  /** BCP 47 tag of the reader's language, for numbers and plurals; the texts come from what `@vscode/l10n` was configured with. */
  readonly language: string;
}

/** The service in this process or worker. */
export class LocalService implements Service {
  readonly #judge: Judge;
  readonly #surroundings: Surroundings;
  readonly #language: string;
  readonly #listeners = new Set<(judgement: Judgement) => void>();
  readonly #pages = new Set<LocalTopology>();
  #folders: readonly ServiceFolder[];

  constructor({ folders, settings, surroundings, language }: LocalServiceOptions) {
    this.#folders = folders;
    this.#language = language;
    this.#surroundings = surroundings;
    this.#judge = new Judge(analysisSettings(settings), folders, surroundings, ({ snapshot, state, files }) => {
      for (const listener of [...this.#listeners]) this.#guarded(() => listener({ state, files }));
      for (const page of [...this.#pages]) this.#guarded(() => page.update(snapshot));
    });
  }

  get state(): ServiceState {
    return this.#judge.state;
  }

  setFolders(folders: readonly ServiceFolder[]): void {
    this.#folders = folders;
    this.#judge.setFolders(folders);
  }

  setSettings(settings: ServiceSettings): void {
    this.#judge.setSettings(analysisSettings(settings));
  }

  setFile(path: string, text: string | undefined): void {
    this.#judge.setFile(path, text);
  }

  complete(): void {
    this.#judge.complete();
  }

  onDidJudge(listener: (judgement: Judgement) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  settled(cancelled?: AbortSignal): Promise<void> {
    return this.#judge.settled(cancelled);
  }

  isCurrent(path: string): boolean {
    return this.#judge.isCurrent(path);
  }

  findings(path: string): readonly FileFinding[] {
    const { snapshot } = this.#judge;
    return findingsOf(snapshot, path)
      .map((finding) => fileFindingOf(snapshot, finding))
      .filter((finding) => finding !== undefined);
  }

  async hover(path: string, position: Position, cancelled: AbortSignal): Promise<HoverAnswer | undefined> {
    const snapshot = await this.#judge.current(path, cancelled);
    const file = snapshot?.files.get(path)?.file;
    if (snapshot === undefined || file === undefined) return undefined;
    const lines = linesOf(file);
    const hover = hoverAt(snapshot, path, lines.offsetAt(position));
    if (hover === undefined) return undefined;
    return {
      sections: hover.sections.map(hoverMarkdown),
      range: { start: lines.positionAt(hover.range.start), end: lines.positionAt(hover.range.end) },
    };
  }

  async fixes(path: string, range: Range, cancelled: AbortSignal): Promise<readonly FileFix[] | undefined> {
    const snapshot = await this.#judge.current(path, cancelled);
    return snapshot === undefined ? undefined : fixesAt(this.#fixContext(snapshot, path), range);
  }

  async fixAll(path: string, cancelled: AbortSignal): Promise<FileFix | undefined> {
    const snapshot = await this.#judge.current(path, cancelled);
    return snapshot === undefined ? undefined : fixAllOf(this.#fixContext(snapshot, path));
  }

  openTopology(listener: TopologyListener): TopologyView {
    const page: LocalTopology = new LocalTopology({
      judge: this.#judge,
      listener,
      strings: () => pageStrings(this.#language),
      disposed: () => this.#pages.delete(page),
    });
    this.#pages.add(page);
    return page;
  }

  dispose(): void {
    this.#judge.dispose();
    this.#listeners.clear();
    this.#pages.clear();
  }

  #fixContext(snapshot: Snapshot, path: string): FixContext {
    const owner = this.#folders
      .filter((folder) => isWithin(folder.path, path))
      .sort((one, other) => other.path.length - one.path.length)[0];
    return {
      snapshot,
      path,
      isCurrent: (other) => this.#judge.isCurrent(other),
      folder: owner === undefined ? undefined : owner.path === '' ? '' : `${owner.path}/`,
    };
  }

  /** A listener that throws keeps nobody else from being told. */
  #guarded(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#surroundings.failed(error);
    }
  }
}
