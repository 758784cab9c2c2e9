import { sameItems } from '../base/derived.ts';
import { runAtOnce } from '../base/slices.ts';
import { judgeDocument } from '../checks/run.ts';
import { Controls, type AnySuppression, type Severities } from '../checks/findings/controls.ts';
import { resourceAt, resourceIn } from '../checks/findings/resourceAt.ts';
import { networkOf } from '../engine/network.ts';
import { configuredProfile, readConfiguration, type Configuration } from '../manifests/configuration.ts';
import { isConfigurationFile, isCorefile } from '../manifests/fileNames.ts';
import {
  ClusterPlanner,
  planKey,
  skeletonOf,
  type ClusterPlan,
  type ClusterSources,
  type WorkspaceFolder,
} from '../rendering/clusters/clusters.ts';
import type { Unit } from '../rendering/clusters/unit.ts';
import type { RenderedUnit } from '../rendering/unitRenderings.ts';
import { EditedDocument } from '../manifests/document.ts';
import { editedDocuments, settleTexts, splitDocuments, withDocuments } from '../manifests/documents.ts';
import { readDocument, repeatsKeys, type DocumentFacts } from '../manifests/read.ts';
import { followed } from '../manifests/same.ts';
import { suppressionsOf, type Suppression } from '../manifests/suppressions.ts';
import type { ProfileName } from '../manifests/resources/edgeNetwork.ts';
import { decodeText } from '../base/decodeText.ts';
import { folderOf } from '../base/path.ts';
import type { SourceEntry, Sources } from '../rendering/sources.ts';
import { ClusterState } from './clusterState.ts';
import { FileTable, type AnalysedFile } from './files.ts';
import { membershipOf, noMembership, type Membership } from './membership.ts';
import { overallFindings } from './overall.ts';
import { SourceTree, type Wanted } from './sourceTree.ts';
import { findingsAtSource, inheritedBy, textPlaceOf } from './sourcePlaces.ts';
import { KnownUnitFacts } from './unitFacts.ts';
import { emptySnapshot, type AnalysedCluster, type Snapshot } from './snapshot.ts';

export interface AnalysisSettings {
  /** Counts where neither a manifest nor a configuration file names a profile. */
  readonly defaultProfile: ProfileName;
  /** By code; absent: the check's own. */
  readonly severities: Severities;
}

/**
 * The workspace as the hosts see it: texts in, snapshots out. Paths are the host's own, with `/`; a folder of the workspace is a prefix of them.
 *
 * A change is noted at once and worked off by `refresh`, in steps between which the host may do other things. Work that was left off half-way is taken up by the next refresh: nothing noted is lost.
 * One changed document costs one parse, one cluster's allocation and that cluster's checks.
 */
export class Analysis {
  #settings: AnalysisSettings;
  #controls: Controls;
  #snapshot: Snapshot = emptySnapshot;

  /** Files that are read for rendering alone, with the text that the host noted of them, if it did: empty where no manifest can be in it. */
  readonly #asSources = new Map<string, string | undefined>();
  /** Texts not read yet; `undefined` for a file that has gone. */
  readonly #pending = new Map<string, string | undefined>();
  #files = new FileTable();
  /** Read, but not yet in the table: work that was left off half-way must not be lost. */
  readonly #unsaved = new Map<string, AnalysedFile | undefined>();
  /** Files that hold suppressions or configure them: few of many. */
  readonly #suppressing = new Set<string>();
  readonly #sources = new SourceTree((path) => (this.#asSources.has(path) ? undefined : this.#files.get(path)?.file.text));
  readonly #planner: ClusterPlanner;
  /** What the units of a plan were rendered to when it was last looked at. */
  readonly #renderedOf = new WeakMap<ClusterPlan, readonly (RenderedUnit | undefined)[]>();
  readonly #unitFacts = new KnownUnitFacts(
    (path) => this.#files.get(path)?.file.text,
    (path) => this.#sources.text(path),
    (place) => textPlaceOf(this.#files, place),
  );
  /** Paths of which something has changed since the clusters were last planned. */
  #changed = new Set<string>();
  #configurationsDue = false;
  #configurations: readonly Configuration[] = [];
  /** Files read since the clusters were last built. */
  readonly #dirty = new Set<string>();

  /** Whether the plan may no longer fit the files. */
  #planDue = true;
  #plans: readonly ClusterPlan[] = [];
  #membership: Membership = noMembership;
  /** What was built from each plan; an entry is gone when the plan's files have changed. */
  readonly #built = new Map<ClusterPlan, AnalysedCluster>();
  /** How each cluster came to what it is, by its plan's key: most of it holds for the next state. */
  readonly #states = new Map<string, ClusterState>();

  constructor(settings: AnalysisSettings, folders: readonly WorkspaceFolder[]) {
    this.#settings = settings;
    this.#controls = new Controls(settings.severities);
    this.#planner = new ClusterPlanner(this.#sources, folders);
  }

  /** The files as rendering sees them. */
  get sources(): Sources {
    return this.#sources;
  }

  /** What the last finished refresh made of the workspace. */
  get snapshot(): Snapshot {
    return this.#snapshot;
  }

  /** Notes a file's text; `undefined`: the file has gone. */
  setFile(path: string, text: string | undefined): void {
    this.#asSources.delete(path);
    this.#pending.set(path, text);
  }

  /** Notes what a host has read because rendering wanted it: a file that is no manifest; `undefined`: there is none. */
  setSource(path: string, bytes: Uint8Array | undefined): void {
    this.#sources.noteFile(path, bytes);
    this.#changed.add(path);
    const before = this.#pending.get(path) ?? this.#files.get(path)?.file.text;
    if (bytes === undefined) this.#setAside(path);
    else if ((before ?? '') === '' || this.#asSources.has(path)) {
      if (!this.#asSources.has(path)) this.#asSources.set(path, before);
      this.#pending.set(path, decodeText(bytes));
    }
  }

  /** A file counts again as the host noted it: rendering does not look at it any longer, or it has gone. */
  #setAside(path: string): void {
    if (!this.#asSources.has(path)) return;
    this.#pending.set(path, this.#asSources.get(path));
    this.#asSources.delete(path);
  }

  /** Whether a file counts as a source only. */
  isSource(path: string): boolean {
    return this.#asSources.has(path);
  }

  /** Whether rendering has read a file that it wanted. */
  hasRead(path: string): boolean {
    return this.#sources.hasRead(path);
  }

  /** Notes what stands in a folder that rendering wanted to know; `undefined`: there is none. */
  setListing(folder: string, entries: readonly SourceEntry[] | undefined): void {
    for (const path of this.#sources.noteFolder(folder, entries)) this.#changed.add(path);
  }

  /** Something at a path has come, gone or changed, and is no manifest: what was said of it counts no longer. False when nobody has ever looked at it. */
  sourceChanged(path: string): boolean {
    if (!this.#sources.knows(path)) return false;
    this.#sources.forget(path);
    for (let changed = path; ; changed = folderOf(changed)) {
      this.#changed.add(changed);
      if (changed === '') return true;
    }
  }

  /** What a unit looked at when it was rendered last, whether or not it is there. */
  lookedAt(unit: Unit): ReadonlySet<string> {
    return this.#planner.rendered(unit)?.looked ?? new Set();
  }

  /** What rendering asked for since it was last asked; undefined: it knows all. */
  takeWanted(): Wanted | undefined {
    return this.#sources.takeWanted();
  }

  setFolders(folders: readonly WorkspaceFolder[]): void {
    this.#planner.setFolders(folders);
    this.#planDue = true;
  }

  setSettings(settings: AnalysisSettings): void {
    this.#settings = settings;
    this.#controlsChanged();
  }

  /** Brings the snapshot up to date, yielding between steps of some milliseconds. One refresh at a time: a new one is begun when the last has ended or been left off. */
  *refresh(): Generator<undefined, Snapshot> {
    yield* this.#readPending();
    if (this.#configurationsDue) this.#controlsChanged();
    if (this.#planDue || this.#changed.size > 0) yield* this.#plan();
    for (const path of this.#dirty) {
      for (const index of this.#membership.written.get(path) ?? []) {
        const plan = this.#plans[index];
        if (plan === undefined) continue;
        this.#built.delete(plan);
        this.#states.get(planKey(plan))?.edit(path);
      }
    }
    this.#dirty.clear();

    for (const plan of this.#plans) {
      if (this.#built.has(plan)) continue;
      const state = this.#stateOf(plan);
      const cluster = state.builder.build(plan, this.#clusterSources, state.takeEdited());
      yield;
      const profile = configuredProfile(this.#configurations, cluster.resources) ?? this.#settings.defaultProfile;
      const allocation = yield* state.workings.allocate(cluster, profile);
      yield;
      const used = new Set<AnySuppression>();
      state.located = findingsAtSource(this.#files, yield* state.verdictsOf().judge(this.#controls), state.located);
      const findings = this.#controls.kept(
        state.located,
        this.#writtenIn,
        ({ place, judged }) => resourceAt(cluster, judged?.place ?? place),
        used,
        (finding) => inheritedBy(finding, cluster, this.#files),
      );
      this.#built.set(plan, state.keep({ cluster, plan, allocation, findings, used, live: () => state.workings.liveFor(allocation) }));
      yield;
    }
    const clusters = this.#plans.map((plan) => this.#built.get(plan)).filter((cluster) => cluster !== undefined);
    const before = this.#snapshot;
    const allocations = this.#plans.map((plan) => this.#stateOf(plan).workings.live).filter((live) => live !== undefined);
    const state = { files: this.#files, clusters, membership: this.#membership.all, consumed: this.#membership.consumed };
    const suppressing = [...this.#suppressing].map((path) => this.#files.get(path)).filter((file) => file !== undefined);
    this.#snapshot = {
      version: before.version + 1,
      ...state,
      overall: overallFindings({ ...state, allocations, suppressing, controls: this.#controls, before: before.overall }),
    };
    return this.#snapshot;
  }

  /** Finds the clusters and renders what goes into them, as far as something has changed. Work that is left off half-way is due again. */
  *#plan(): Generator<undefined, void> {
    for (;;) {
      this.#planDue = true;
      const plans = yield* this.#planner.refresh(this.#changed);
      this.#changed = new Set();
      const before = this.#plans;
      this.#plans = plans;
      if (before !== plans) {
        const current = new Set(plans);
        for (const plan of this.#built.keys()) if (!current.has(plan)) this.#built.delete(plan);
        const keys = new Set(plans.map(planKey));
        for (const key of this.#states.keys()) if (!keys.has(key)) this.#states.delete(key);
      }
      let isOther = before !== plans;
      for (const plan of plans) {
        const rendered = [...plan.units, ...plan.elsewhere.flatMap(({ units }) => units)].map((unit) => this.#planner.rendered(unit));
        if (sameItems(this.#renderedOf.get(plan) ?? [], rendered)) continue;
        this.#renderedOf.set(plan, rendered);
        this.#built.delete(plan);
        isOther = true;
      }
      if (isOther) this.#membership = membershipOf(plans, this.#planner, this.#files, this.#membership);
      this.#planDue = false;
      if (!isOther || this.#asSources.size === 0 || !(yield* this.#forgetSources())) return;
    }
  }

  /** What no unit looks at any longer is not kept. */
  *#forgetSources(): Generator<undefined, boolean> {
    const left = [...this.#asSources.keys()].filter((path) => !this.#planner.looksAt(path));
    if (left.length === 0) return false;
    for (const path of left) {
      this.#setAside(path);
      this.#sources.drop(path);
    }
    yield* this.#readPending();
    return true;
  }

  readonly #clusterSources: ClusterSources = {
    file: (path) => this.#files.get(path),
    unit: (unit) => this.#unitFacts.of(this.#planner.rendered(unit)),
    runsModules: (resources) =>
      networkOf(
        { name: '', root: '', resources, unknowns: [] },
        configuredProfile(this.#configurations, resources) ?? this.#settings.defaultProfile,
      ).profile.name === 'azure-stack-edge',
    applying: ({ problems }) => this.#unitFacts.ofApplying(problems),
  };

  #stateOf(plan: ClusterPlan): ClusterState {
    const key = planKey(plan);
    let state = this.#states.get(key);
    if (state === undefined) this.#states.set(key, (state = new ClusterState()));
    return state;
  }

  readonly #writtenIn = (path: string): readonly Suppression[] => this.#files.get(path)?.suppressions ?? [];

  /** Settings or configuration files have changed: everything read stays, every finding is weighed anew. */
  #controlsChanged(): void {
    this.#configurationsDue = false;
    this.#configurations = [...this.#suppressing]
      .map((path) => this.#files.get(path)?.configuration)
      .filter((configuration) => configuration !== undefined);
    this.#controls = new Controls(this.#settings.severities, this.#configurations);
    this.#built.clear();
    const changes = new Map<string, AnalysedFile>();
    for (const file of this.#files)
      if (file.documents.some(({ problems }) => problems.length > 0))
        changes.set(file.path, { ...file, ...this.#findingsOf(file.documents, file.suppressions) });
    this.#files = this.#files.with(changes);
  }

  /** `refresh` in one go. */
  refreshAtOnce(): Snapshot {
    return runAtOnce(this.refresh());
  }

  *#readPending(): Generator<undefined, void> {
    for (const [path, text] of this.#pending) {
      const previous = this.#unsaved.has(path) ? this.#unsaved.get(path) : this.#files.get(path);
      if (text === undefined) {
        this.#unsaved.set(path, undefined);
        this.#noteSuppressing(path, undefined);
        if (this.#planner.skeleton(path) !== undefined) this.#planDue = true;
        this.#planner.note(path, undefined);
      } else if (text !== previous?.file.text) {
        const read = yield* this.#read(path, text, previous);
        // A later text may have been noted while this one was read in steps.
        if (this.#pending.get(path) !== text) continue;
        this.#unsaved.set(path, read);
        settleTexts(read.file);
        this.#noteSuppressing(path, read);
        this.#noteSkeleton(read);
      }
      this.#pending.delete(path);
      this.#dirty.add(path);
      this.#changed.add(path);
      this.#changed.add(folderOf(path));
    }
    this.#files = this.#files.with(this.#unsaved);
    this.#unsaved.clear();
  }

  *#read(path: string, text: string, previous: AnalysedFile | undefined): Generator<undefined, AnalysedFile> {
    if (isConfigurationFile(path)) return this.#readConfigurationFile(path, text);
    if (this.#asSources.has(path)) return sourceFile(path, text);
    const split = splitDocuments(path, text, previous?.file);
    const edited = new Map(previous === undefined ? [] : editedDocuments(previous.file, split));
    const known = new Map(previous?.documents.map((facts) => [facts.document, facts]));
    const documents: DocumentFacts[] = [];
    const suppressions: Suppression[] = [];
    for (const document of split.documents) {
      const kept = known.get(document);
      const facts = kept ?? readDocument(document);
      const before = edited.get(document);
      if (before !== undefined && (repeatsKeys(document) || repeatsKeys(before))) edited.delete(document);
      suppressions.push(...followed(undefined, suppressionsOf(facts), edited));
      documents.push(before === undefined || !edited.has(document) ? facts : followed(known.get(before), facts, edited));
      if (kept === undefined) yield;
    }
    const file = withDocuments(split, edited);
    return { path, file, documents, suppressions, ...this.#findingsOf(documents, suppressions), configuration: undefined };
  }

  /** One document, whatever its text: a second one would say nothing. */
  #readConfigurationFile(path: string, text: string): AnalysedFile {
    const document = { file: path, text };
    const configuration = readConfiguration(document);
    const documents = [{ document, resources: [], problems: configuration.problems, unreadable: false }];
    return {
      path,
      file: { path, text, documents: [document], texts: [text], offsets: [0] },
      documents,
      suppressions: [],
      ...this.#findingsOf(documents, []),
      configuration,
    };
  }

  #findingsOf(documents: readonly DocumentFacts[], suppressions: readonly Suppression[]): Pick<AnalysedFile, 'findings' | 'used'> {
    const findings = documents.flatMap((facts) =>
      facts.problems.length === 0 && !isCorefile(facts.document.file) ? [] : judgeDocument(facts, this.#controls),
    );
    if (findings.length === 0) return nothingFound;
    // A templated file is said to be one once, not for each of its documents.
    const first = findings.findIndex(({ code }) => code === 'yaml/unreadable');
    const once = findings.filter(({ code }, index) => code !== 'yaml/unreadable' || index === first);
    const used = new Set<AnySuppression>();
    const subjectOf = ({ place }: (typeof once)[number]) => {
      const facts = documents.find(({ document }) => document === place.document);
      return facts === undefined ? undefined : resourceIn(facts, place);
    };
    return { findings: this.#controls.kept(once, () => suppressions, subjectOf, used), used };
  }

  #noteSuppressing(path: string, file: AnalysedFile | undefined): void {
    if (file?.configuration !== undefined || isConfigurationFile(path)) this.#configurationsDue = true;
    if (file !== undefined && (file.suppressions.length > 0 || file.configuration !== undefined)) this.#suppressing.add(path);
    else this.#suppressing.delete(path);
  }

  #noteSkeleton(file: AnalysedFile): void {
    const before = this.#planner.skeleton(file.path);
    const after = skeletonOf(file, before);
    if (after === before) return;
    this.#planner.note(file.path, after);
    this.#planDue = true;
  }
}

const nothingFound: Pick<AnalysedFile, 'findings' | 'used'> = { findings: [], used: new Set() };

/** A text that only rendering reads: nothing of it is a manifest. */
function sourceFile(path: string, text: string): AnalysedFile {
  // It may become a manifest, and then stays the same document.
  const document = new EditedDocument(path, text);
  return {
    path,
    file: { path, text, documents: [document], texts: [text], offsets: [0] },
    documents: [],
    suppressions: suppressionsOf({ document, resources: [], problems: [], unreadable: false }),
    ...nothingFound,
    configuration: undefined,
  };
}
