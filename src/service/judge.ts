import { Analysis, type AnalysisSettings } from '../analysis/analysis.ts';
import type { Unit } from '../rendering/clusters/unit.ts';
import { clustersAmong, emptySnapshot, filesToPublish, findingsOf, type Snapshot } from '../analysis/snapshot.ts';
import type { Wanted } from '../analysis/sourceTree.ts';
import { decodeText } from '../base/decodeText.ts';
import { folderOf } from '../base/path.ts';
import { RefreshLoop } from '../base/refreshLoop.ts';
import type { Sources } from '../rendering/sources.ts';
import type { WorkspaceFolder } from '../rendering/clusters/clusters.ts';
import type { ServiceState } from './service.ts';
import type { SourceReader } from './sourceReader.ts';
import type { Surroundings } from './surroundings.ts';

/** What a judgement has made of the texts. */
export interface Judged {
  readonly snapshot: Snapshot;
  readonly state: ServiceState;
  /** Files whose findings may differ from what was last told of them; each has the text that was judged. */
  readonly files: readonly string[];
}

interface Counts {
  readonly errors: number;
  readonly warnings: number;
}

interface Outcome {
  readonly snapshot: Snapshot;
  /** What rendering needs besides and has not got: the outcome is not worth showing yet. */
  readonly wanted: Wanted | undefined;
  readonly changed: ReadonlySet<string>;
  readonly counts: ReadonlyMap<string, Counts>;
}

/** How long a question about a file waits for its text to be judged, in milliseconds. */
const patience = 2_000;

/** Each round finds what the files of the last one name; no chain of files is so long. */
const mostRounds = 200;

/** Texts in, judgements out: keeps account of which texts have been judged, and who waits for them. */
export class Judge {
  readonly #surroundings: Surroundings;
  readonly #sources: SourceReader | undefined;
  readonly #analysis: Analysis;
  readonly #loop: RefreshLoop<Outcome>;
  readonly #told: (judged: Judged) => void;
  readonly #waiting = new Set<() => void>();

  /** Texts as they were noted last. */
  readonly #texts = new Map<string, string>();
  /** Texts that editors have of files which are no manifests. */
  readonly #edited = new Map<string, string>();
  /** For each reading under way, the paths that have changed since it began: what it brings of them is out of date. */
  readonly #readings = new Set<Set<string>>();
  /** Files whose noted text is not that of the snapshot. */
  readonly #behind = new Set<string>();
  /** Files whose findings may differ, but were behind when that was found. */
  readonly #due = new Set<string>();
  #snapshot: Snapshot = emptySnapshot;
  readonly #counts = new Map<string, Counts>();
  #state: ServiceState = { version: 0, files: 0, clusters: 0, hasManifests: false, errors: 0, warnings: 0 };
  #complete = false;
  /** Readings since the last judgement. */
  #rounds = 0;
  #disposed = false;

  /** Grows with everything noted; what it was when the work under way began, and when the work done last did. */
  #noted = 0;
  #begun = 0;
  #judged = -1;

  /** `told`: gets each judgement. `sources`: where files that are no manifests are read from when rendering wants them; absent: nowhere. */
  constructor(
    settings: AnalysisSettings,
    folders: readonly WorkspaceFolder[],
    surroundings: Surroundings,
    told: (judged: Judged) => void,
    sources?: SourceReader,
  ) {
    this.#sources = sources;
    this.#surroundings = surroundings;
    this.#told = told;
    this.#analysis = new Analysis(settings, folders);
    const { now, later, pause, budget, interval, failed } = surroundings;
    this.#loop = new RefreshLoop<Outcome>({
      work: () => this.#work(),
      done: (outcome) => this.#take(outcome),
      // Who waits must not wait for ever.
      failed: (error) => {
        failed(error);
        this.#judged = this.#begun;
        this.#wake();
      },
      now,
      later,
      pause,
      budget,
      interval,
    });
  }

  /** The files as rendering sees them. */
  get sources(): Sources {
    return this.#analysis.sources;
  }

  /** What a unit looked at when it was rendered last, whether or not it is there. */
  lookedAt(unit: Unit): ReadonlySet<string> {
    return this.#analysis.lookedAt(unit);
  }

  get snapshot(): Snapshot {
    return this.#snapshot;
  }

  get state(): ServiceState {
    return this.#state;
  }

  /** Nothing has been judged yet. */
  get loading(): boolean {
    return this.#snapshot.version === 0;
  }

  /** As noted last, by path. */
  get texts(): ReadonlyMap<string, string> {
    return this.#texts;
  }

  setFile(path: string, text: string | undefined): void {
    if (this.#texts.get(path) === text) return;
    // Rendering reads it, and has its text: that there is no manifest in it says nothing new.
    if (text === '' && this.#analysis.isSource(path)) return;
    if (text === undefined) this.#texts.delete(path);
    else this.#texts.set(path, text);
    this.#behind.add(path);
    this.#analysis.setFile(path, text);
    this.#note();
  }

  setFolders(folders: readonly WorkspaceFolder[]): void {
    this.#analysis.setFolders(folders);
    this.#note(true);
  }

  setSettings(settings: AnalysisSettings): void {
    this.#analysis.setSettings(settings);
    this.#note(true);
  }

  complete(): void {
    if (this.#complete) return;
    this.#complete = true;
    this.#note();
  }

  isCurrent(path: string): boolean {
    return !this.#behind.has(path);
  }

  /** The snapshot once it holds a file's present text; undefined for a file that is not read here, when it is cancelled, and after two seconds. */
  async current(path: string, cancelled: AbortSignal): Promise<Snapshot | undefined> {
    const deadline = this.#surroundings.now() + patience;
    for (;;) {
      if (cancelled.aborted || this.#disposed || !this.#texts.has(path)) return undefined;
      if (!this.loading && this.isCurrent(path)) return this.#snapshot;
      const rest = deadline - this.#surroundings.now();
      if (rest <= 0) return undefined;
      await this.#next(cancelled, rest);
    }
  }

  async settled(cancelled?: AbortSignal): Promise<void> {
    const wanted = this.#noted;
    while ((this.#judged < wanted || !this.#complete) && cancelled?.aborted !== true && !this.#disposed) await this.#next(cancelled);
  }

  dispose(): void {
    this.#disposed = true;
    this.#loop.dispose();
    this.#wake();
  }

  #note(anew = false): void {
    this.#noted++;
    if (!this.#complete) return;
    if (anew) this.#loop.restart();
    else this.#loop.request();
  }

  *#work(): Generator<undefined, Outcome> {
    this.#begun = this.#noted;
    const snapshot = yield* this.#analysis.refresh();
    const wanted = this.#sources === undefined ? undefined : this.#analysis.takeWanted();
    if (wanted !== undefined && this.#rounds < mostRounds) return { snapshot, wanted, changed: new Set(), counts: new Map() };
    if (wanted !== undefined) this.#surroundings.failed(new Error(`Rendering asks for files without end, at last for ${list(wanted)}.`));
    const changed = filesToPublish(this.#snapshot, snapshot);
    const counts = new Map<string, Counts>();
    for (const path of changed) {
      const findings = findingsOf(snapshot, path);
      const count = (severity: string) => findings.filter((finding) => finding.severity === severity).length;
      counts.set(path, findings.length === 0 ? none : { errors: count('error'), warnings: count('warning') });
      if (counts.size % 256 === 0) yield;
    }
    return { snapshot, wanted: undefined, changed, counts };
  }

  #take({ snapshot, wanted, changed, counts }: Outcome): void {
    if (wanted !== undefined) {
      this.#rounds++;
      void this.#fetch(wanted);
      return;
    }
    this.#rounds = 0;
    let { errors, warnings } = this.#state;
    for (const [path, count] of counts) {
      const before = this.#counts.get(path) ?? none;
      errors += count.errors - before.errors;
      warnings += count.warnings - before.warnings;
      if (count === none) this.#counts.delete(path);
      else this.#counts.set(path, count);
    }
    this.#snapshot = snapshot;
    this.#state = {
      version: snapshot.version,
      files: snapshot.files.size,
      clusters: clustersAmong(snapshot.clusters).length,
      hasManifests: snapshot.clusters.some(({ cluster }) => cluster.resources.length > 0),
      errors,
      warnings,
    };
    this.#judged = this.#begun;
    for (const path of this.#behind) if (snapshot.files.get(path)?.file.text === this.#texts.get(path)) this.#behind.delete(path);
    for (const path of changed) this.#due.add(path);
    // A text that has been edited since waits for the next judgement, which is on its way: its places would be off.
    const files = [...this.#due].filter((path) => !this.#behind.has(path));
    for (const path of files) this.#due.delete(path);
    this.#told({ snapshot, state: this.#state, files });
    this.#wake();
  }

  setSource(path: string, text: string | undefined): void {
    if (this.#edited.get(path) === text) return;
    if (text === undefined) {
      this.#edited.delete(path);
      this.sourceChanged(path);
      return;
    }
    this.#edited.set(path, text);
    // Whoever reads it for the first time gets this text.
    if (!this.#analysis.hasRead(path)) return;
    this.#noteSource(path, undefined);
    this.#note();
  }

  sourceChanged(path: string): void {
    for (const changed of this.#readings) changed.add(path);
    if (this.#analysis.sourceChanged(path) || this.#readings.size > 0) this.#note();
  }

  /** Reads what rendering wants, and judges again with it. What cannot be read is as good as not there. */
  async #fetch({ files, folders }: Wanted): Promise<void> {
    const sources = this.#sources;
    const changed = new Set<string>();
    this.#readings.add(changed);
    try {
      const [contents, listings] = await Promise.all([sources?.read(files) ?? [], sources?.list(folders) ?? []]);
      const around = new Set([...changed].map(folderOf));
      files.forEach((path, index) => {
        if (!changed.has(path)) this.#noteSource(path, contents[index]);
      });
      folders.forEach((folder, index) => {
        if (!changed.has(folder) && !around.has(folder)) this.#analysis.setListing(folder, listings[index]);
      });
    } catch (error) {
      this.#surroundings.failed(error);
      for (const path of files) this.#analysis.setSource(path, undefined);
      for (const folder of folders) this.#analysis.setListing(folder, undefined);
    } finally {
      this.#readings.delete(changed);
    }
    if (!this.#disposed) this.#loop.resume();
  }

  /** `bytes`: of the file; an editor's text counts before them. */
  #noteSource(path: string, bytes: Uint8Array | undefined): void {
    const edited = this.#edited.get(path);
    const content = edited === undefined ? bytes : new TextEncoder().encode(edited);
    const wasSource = this.#analysis.isSource(path);
    this.#analysis.setSource(path, content);
    const isSource = this.#analysis.isSource(path);
    if (!wasSource && !isSource) return;
    const text = isSource && content !== undefined ? decodeText(content) : undefined;
    if (this.#texts.get(path) === text) return;
    if (text === undefined) this.#texts.delete(path);
    else this.#texts.set(path, text);
    this.#behind.add(path);
  }

  #next(cancelled: AbortSignal | undefined, milliseconds?: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.#waiting.delete(done);
        cancelled?.removeEventListener('abort', done);
        cancelTimer?.();
        resolve();
      };
      const cancelTimer = milliseconds === undefined ? undefined : this.#surroundings.later(milliseconds, done);
      this.#waiting.add(done);
      cancelled?.addEventListener('abort', done);
    });
  }

  #wake(): void {
    for (const done of [...this.#waiting]) done();
  }
}

function list({ files, folders }: Wanted): string {
  return [...files, ...folders].slice(0, 3).join(', ');
}

const none: Counts = { errors: 0, warnings: 0 };
