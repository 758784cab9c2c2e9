import type { Position, Range } from 'vscode-languageserver-types';
import { forQuestions } from '../analysis/forQuestions.ts';
import { hoverAt } from '../analysis/hover/hover.ts';
import { preparing } from '../analysis/preparing.ts';
import { renderedFrom, renderedText } from '../analysis/renderedManifests.ts';
import { linesOf } from '../analysis/resolve.ts';
import { unitName } from '../analysis/unitName.ts';
import { findingsOf, type Snapshot } from '../analysis/snapshot.ts';
import { touchedBy } from '../analysis/touched.ts';
import { languageOf, type Language, type Translations } from '../base/message.ts';
import { isWithin } from '../base/path.ts';
import { runInSlices } from '../base/slices.ts';
import { hasSchemaByName, isConfigurationFile } from '../manifests/fileNames.ts';
import { pageStrings } from './pageStrings.ts';
import { addressesIn } from './answers/addresses.ts';
import { builtFrom, renderedUnits } from './answers/builtFrom.ts';
import { askableIn, explainAddress } from './answers/asked.ts';
import { checkReport } from './answers/check.ts';
import { comparableOf } from './answers/comparable.ts';
import { graphOfExport } from './exportedGraph.ts';
import { brokenExport, comparableOfExport, exportedTopology } from './exportedTopology.ts';
import { comparableAsExported } from './answers/comparableAsExported.ts';
import { clusterReports } from './answers/clusters.ts';
import { drawAfresh } from './answers/draw.ts';
import { explorerClusters, explorerEntries } from './answers/explorer.ts';
import { overviewOf } from './answers/overview.ts';
import { reachIn } from './answers/reach.ts';
import { resolveIn } from './answers/resolve.ts';
import { routeIn } from './answers/route.ts';
import { traceEndsIn, traceIn } from './answers/trace.ts';
import { whatIf } from './answers/whatIf.ts';
import { whatIfObjects } from './answers/whatIfOffers.ts';
import { compareWorkspaces, type ComparableWorkspace, type Comparison } from './comparison.ts';
import { comparisonText } from './answers/comparisonText.ts';
import type { Editing } from './editing.ts';
import { Exclusions } from './exclusions.ts';
import { fileFindingOf, locationOf } from './findings.ts';
import { leftOut, shownOf } from './shownFindings.ts';
import { fixAllOf, fixesAt, type FixContext } from './fixes.ts';
import { hoverMarkdown } from './hoverMarkdown.ts';
import { Judge, type Judged } from './judge.ts';
import { editingOn } from './localEditing.ts';
import type { LocalTopology } from './localTopology.ts';
import { openTopology } from './openTopology.ts';
import type { ExplorerCluster, ExplorerEntry } from './explorer.ts';
import type {
  AddressesAnswer,
  AddressAnswer,
  Askable,
  CheckReport,
  ClusterEnds,
  ClusterOverview,
  ClusterReport,
  DrawAnswer,
  DrawRequest,
  ReachAnswer,
  ReachQuestion,
  Refusal,
  ResolveAnswer,
  ResolveQuestion,
  RouteAnswer,
  RouteQuestion,
  TraceAnswer,
  TraceQuestion,
  WhatIfAnswer,
  WhatIfObject,
  WhatIfQuestion,
} from './questions.ts';
import type {
  FileFinding,
  FileFix,
  HoverAnswer,
  Judgement,
  RenderedManifest,
  RenderedText,
  SchemaFeature,
  Service,
  ServiceFolder,
  ServiceSettings,
  ServiceState,
  TopologyListener,
  TopologyView,
} from './service.ts';
import { analysisSettings } from './settings.ts';
import { comparedGraph, shownComparison } from './shownComparison.ts';
import type { SourceReader } from './sourceReader.ts';
import type { Surroundings } from './surroundings.ts';
import type { ShownComparison } from '../topology/protocol.ts';

export interface LocalServiceOptions {
  readonly folders: readonly ServiceFolder[];
  readonly settings: ServiceSettings;
  readonly surroundings: Surroundings;
  /** Where rendering reads what is no manifest; absent: what a kustomization or a chart names besides manifests is not there. */
  readonly sources?: SourceReader | undefined;
  /** BCP 47 tag of the reader's language. */
  readonly language: string;
  /** Its texts, as a bundle of `@vscode/l10n` has them; what has none is said in English. */
  readonly translations?: Translations | undefined;
  /** Where somebody else shows what our schemas say of the files that have one by their name. */
  readonly schemasShown?: readonly SchemaFeature[] | undefined;
}

/** The service in this process or worker. */
/** What differs, to be read and to be marked in the picture. */
export interface Compared {
  readonly text: string;
  readonly shown: ShownComparison;
}

export class LocalService implements Service {
  readonly #judge: Judge;
  readonly #surroundings: Surroundings;
  readonly #language: Language;
  readonly #listeners = new Set<(judgement: Judgement) => void>();
  readonly #pages = new Set<LocalTopology>();
  #folders: readonly ServiceFolder[];
  readonly #exclusions = new Exclusions();
  readonly #prepared = new WeakSet<object>();
  /** Texts of files that configuration files leave out. */
  readonly #leftOut = new Map<string, string>();

  readonly #options: LocalServiceOptions;
  #settings: ServiceSettings;

  constructor(options: LocalServiceOptions) {
    const { folders, settings, surroundings, sources, language, translations } = options;
    this.#options = options;
    this.#settings = settings;
    this.#folders = folders;
    this.#language = languageOf(language, translations);
    this.#surroundings = surroundings;
    const told = ({ snapshot, state, files }: Judged): void => {
      for (const listener of [...this.#listeners]) this.#guarded(() => listener({ state, files }));
      for (const page of [...this.#pages]) this.#guarded(() => page.update(snapshot));
    };
    this.#judge = new Judge(analysisSettings(settings), folders, surroundings, told, sources);
  }

  get state(): ServiceState {
    return this.#judge.state;
  }

  setFolders(folders: readonly ServiceFolder[]): void {
    this.#folders = folders;
    this.#judge.setFolders(folders);
  }

  setSettings(settings: ServiceSettings): void {
    this.#settings = settings;
    this.#judge.setSettings(analysisSettings(settings));
  }

  setFile(path: string, text: string | undefined): void {
    const configures = isConfigurationFile(path);
    const leftOut = !configures && this.#exclusions.leavesOut(path);
    if (leftOut && text !== undefined) this.#leftOut.set(path, text);
    else this.#leftOut.delete(path);
    this.#judge.setFile(path, leftOut ? undefined : text);
    if (configures && this.#exclusions.note(path, text)) this.#sort();
  }

  setSource(path: string, text: string | undefined): void {
    this.#judge.setSource(path, text);
  }

  sourceChanged(path: string): void {
    this.#judge.sourceChanged(path);
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

  /** Makes ready what questions about some files will be looked up in, while nothing else is to be done; each cluster once. */
  async prepare(paths: readonly string[]): Promise<void> {
    const { budget, pause } = this.#surroundings;
    for (const path of paths)
      await runInSlices(preparing(this.#judge.snapshot, path, this.#prepared), { budget, pause, cancelled: () => false });
  }

  isCurrent(path: string): boolean {
    return this.#judge.isCurrent(path);
  }

  findings(path: string): readonly FileFinding[] {
    const { snapshot } = this.#judge;
    return shownOf(findingsOf(snapshot, path))
      .map(({ finding, left, severity }) =>
        fileFindingOf(
          snapshot,
          left === 0 ? finding : { ...finding, severity, message: leftOut(left, finding.code), related: [] },
          this.#language,
        ),
      )
      .filter((finding) => finding !== undefined);
  }

  /** Nothing is shown twice. */
  #showsSchema(feature: SchemaFeature, path: string): boolean {
    return this.#options.schemasShown?.includes(feature) !== true || !hasSchemaByName(path);
  }

  async hover(path: string, position: Position, cancelled: AbortSignal): Promise<HoverAnswer | undefined> {
    const snapshot = await this.#judge.current(path, cancelled);
    const file = snapshot?.files.get(path)?.file;
    if (snapshot === undefined || file === undefined) return undefined;
    const lines = linesOf(file);
    const hover = hoverAt(forQuestions(snapshot), path, lines.offsetAt(position), this.#showsSchema('hover', path));
    if (hover === undefined) return undefined;
    return {
      sections: hover.sections.map((section) => hoverMarkdown(section, this.#language)),
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

  async rendered(path: string, position: Position, cancelled: AbortSignal): Promise<readonly RenderedManifest[] | undefined> {
    const snapshot = await this.#judge.current(path, cancelled);
    const file = snapshot?.files.get(path)?.file;
    if (snapshot === undefined || file === undefined) return undefined;
    return renderedFrom(snapshot, path, linesOf(file).offsetAt(position)).map(({ key, name, unit }) => ({
      key,
      name,
      unit: this.#language.say(unitName(unit)),
    }));
  }

  renderedText(key: string): RenderedText | undefined {
    const found = renderedText(this.#judge.snapshot, key);
    return found === undefined
      ? undefined
      : { text: found.text, lines: found.lines.map(({ start, end, at }) => ({ range: { start, end }, at: locationOf(at) })) };
  }

  get editing(): Editing {
    return editingOn(this.#judge, this.#language, (path) => this.#showsSchema('completion', path));
  }

  openTopology(listener: TopologyListener): TopologyView {
    const page: LocalTopology = openTopology({
      judge: this.#judge,
      listener,
      language: this.#language,
      strings: () => pageStrings(this.#language),
      disposed: () => this.#pages.delete(page),
    });
    this.#pages.add(page);
    return page;
  }

  async check(): Promise<CheckReport> {
    return checkReport(await this.#whole(), this.#language);
  }

  async touched(paths: readonly string[]): Promise<ReadonlySet<string>> {
    const touched = touchedBy(paths, await this.#whole(), (unit) => this.#judge.lookedAt(unit));
    return new Set([...touched].map(({ cluster }) => cluster.name));
  }

  async builtFrom(folder: string, origins: boolean): ReturnType<Service['builtFrom']> {
    return builtFrom(await this.#whole(), folder, origins, this.#judge.sources, this.#language);
  }

  async renderedUnits(folder: string, origins: boolean): ReturnType<Service['renderedUnits']> {
    return renderedUnits(await this.#whole(), folder, origins, this.#judge.sources, this.#language);
  }

  async clusters(path?: string): Promise<readonly ClusterReport[]> {
    return clusterReports(await this.#whole(), path, this.#language);
  }

  async overview(): Promise<readonly ClusterOverview[]> {
    return overviewOf(await this.#whole(), this.#language);
  }

  async addresses(cluster: string | undefined): Promise<AddressesAnswer | Refusal> {
    return addressesIn(await this.#whole(), cluster, this.#language);
  }

  async draw(request: DrawRequest): Promise<DrawAnswer> {
    return drawAfresh(await this.#whole(), request, pageStrings(this.#language), this.#language);
  }

  async resolve(question: ResolveQuestion): Promise<ResolveAnswer | Refusal> {
    return resolveIn(await this.#whole(), question, this.#language);
  }

  async route(question: RouteQuestion): Promise<RouteAnswer | Refusal> {
    return routeIn(await this.#whole(), question, this.#language);
  }

  async reach(question: ReachQuestion): Promise<ReachAnswer | Refusal> {
    return reachIn(await this.#whole(), question, this.#language);
  }

  async trace(question: TraceQuestion): Promise<TraceAnswer | Refusal> {
    return traceIn(await this.#whole(), question, this.#language);
  }

  async whatIf(question: WhatIfQuestion): Promise<WhatIfAnswer | Refusal> {
    return whatIf(await this.#whole(), question, this.#language);
  }

  async traceEnds(): Promise<readonly ClusterEnds[]> {
    return traceEndsIn(await this.#whole());
  }

  async whatIfObjects(): Promise<readonly WhatIfObject[]> {
    return whatIfObjects(await this.#whole(), this.#language);
  }

  async explorer(): Promise<readonly ExplorerCluster[]> {
    return explorerClusters(await this.#whole(), this.#language);
  }

  async explorerEntries(asked: Parameters<Service['explorerEntries']>[0]): Promise<readonly ExplorerEntry[]> {
    return explorerEntries(await this.#whole(), asked, this.#language);
  }

  async askable(): Promise<readonly Askable[]> {
    return askableIn(await this.#whole(), this.#language);
  }

  async explainAddress(asked: Parameters<Service['explainAddress']>[0]): Promise<AddressAnswer | Refusal> {
    return explainAddress(await this.#whole(), asked, this.#language);
  }

  /**
   * What these texts would be if they were the workspace, judged apart and forgotten. `alone`: nothing else is there, such as for what a cluster has told; else folders, and what
   * rendering reads besides, are those of the workspace.
   */
  async #judgedApart<T>(files: ReadonlyMap<string, string>, alone: boolean, tell: (snapshot: Snapshot) => T): Promise<T> {
    const { sources } = this.#options;
    const encoder = new TextEncoder();
    const other = new LocalService({
      ...this.#options,
      folders: alone ? [{ name: '', path: '' }] : this.#folders,
      settings: this.#settings,
      sources:
        alone || sources === undefined
          ? undefined
          : {
              list: (folders) => sources.list(folders),
              read: async (paths) => {
                const own = paths.map((path) => files.get(path));
                const read = await sources.read(paths);
                return paths.map((_, index) => (own[index] === undefined ? read[index] : encoder.encode(own[index])));
              },
            },
    });
    for (const [path, text] of files) other.setFile(path, text);
    other.complete();
    try {
      return tell(await other.#whole());
    } finally {
      other.dispose();
    }
  }

  /**
   * What differs between the workspace and these texts, judged apart: what comes first is the older, or the prediction. A text that is alone may be what the topology
   * was exported as, which is the older side then.
   */
  async compareWith(
    files: ReadonlyMap<string, string>,
    { title, alone }: { readonly title: string; readonly alone: boolean },
  ): Promise<Compared | Refusal> {
    const [text] = alone && files.size === 1 ? files.values() : [];
    const broken = text === undefined ? undefined : brokenExport(text);
    if (broken !== undefined) return { type: 'refused', text: this.#language.say(broken) };
    const exported = text === undefined ? undefined : exportedTopology(text);
    if (exported !== undefined) {
      const before = comparableOfExport(exported, this.#language);
      const snapshot = await this.#whole();
      const comparison = compareWorkspaces(before, comparableAsExported(snapshot, this.#language));
      return this.#shown(snapshot, comparison, { title, other: { graph: graphOfExport(exported, this.#language), side: 'older' } });
    }
    const other = await this.#judgedApart(files, alone, (apart) => ({
      comparable: comparableOf(apart, this.#language),
      graph: comparedGraph(apart, this.#language),
    }));
    const snapshot = await this.#whole();
    const own = comparableOf(snapshot, this.#language);
    const comparison = alone ? compareWorkspaces(own, other.comparable) : compareWorkspaces(other.comparable, own);
    return this.#shown(snapshot, comparison, { title, other: { graph: other.graph, side: alone ? 'newer' : 'older' } });
  }

  #shown(snapshot: Snapshot, comparison: Comparison, as: Parameters<typeof shownComparison>[2]): Compared {
    return { text: comparisonText(comparison, this.#language), shown: shownComparison(snapshot, comparison, as, this.#language) };
  }

  async comparable({ asExported } = { asExported: false }): Promise<ComparableWorkspace> {
    const snapshot = await this.#whole();
    return asExported ? comparableAsExported(snapshot, this.#language) : comparableOf(snapshot, this.#language);
  }

  dispose(): void {
    this.#judge.dispose();
    this.#listeners.clear();
    this.#pages.clear();
  }

  /** What is left out has changed. */
  #sort(): void {
    const back = [...this.#leftOut].filter(([path]) => !this.#exclusions.leavesOut(path));
    const out = [...this.#judge.texts].filter(([path]) => !isConfigurationFile(path) && this.#exclusions.leavesOut(path));
    for (const [path, text] of [...back, ...out]) this.setFile(path, text);
  }

  async #whole(): Promise<Snapshot> {
    await this.#judge.settled();
    return this.#judge.snapshot;
  }

  #fixContext(snapshot: Snapshot, path: string): FixContext {
    const owner = this.#folders
      .filter((folder) => isWithin(folder.path, path))
      .sort((one, other) => other.path.length - one.path.length)[0];
    return {
      snapshot,
      path,
      language: this.#language,
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
