import { runAtOnce } from '../base/slices.ts';
import { readingFindings, runChecks, type Severities } from '../checks/all.ts';
import { allocate } from '../engine/allocate.ts';
import { buildCluster, clusterPlan, samePlan, skeletonOf, type ClusterPlan, type FileSkeleton, type WorkspaceFolder } from '../manifests/clusters.ts';
import { splitDocuments } from '../manifests/documents.ts';
import { readDocument, type DocumentFacts } from '../manifests/read.ts';
import type { ProfileName } from '../manifests/resources/edgeNetwork.ts';
import { FileTable, type AnalysedFile } from './files.ts';
import { emptySnapshot, type AnalysedCluster, type Snapshot } from './snapshot.ts';

export interface AnalysisSettings {
  /** Counts where no manifest names a profile. */
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
  #folders: readonly WorkspaceFolder[];
  #snapshot: Snapshot = emptySnapshot;

  /** Texts not read yet; `undefined` for a file that has gone. */
  readonly #pending = new Map<string, string | undefined>();
  #files = new FileTable();
  /** Read, but not yet in the table: work that was left off half-way must not be lost. */
  readonly #unsaved = new Map<string, AnalysedFile | undefined>();
  /** Files read since the clusters were last built. */
  readonly #dirty = new Set<string>();

  readonly #skeletons = new Map<string, FileSkeleton>();
  /** The plan no longer fits the files. */
  #planDue = true;
  #plans: readonly ClusterPlan[] = [];
  #membership: ReadonlyMap<string, readonly number[]> = new Map();
  /** What was built from each plan; an entry is gone when the plan's files have changed. */
  readonly #built = new Map<ClusterPlan, AnalysedCluster>();
  /** What was built from a plan last, though its files have changed since: most of it may hold for the next. */
  readonly #outdated = new Map<ClusterPlan, AnalysedCluster>();

  constructor(settings: AnalysisSettings, folders: readonly WorkspaceFolder[]) {
    this.#settings = settings;
    this.#folders = folders;
  }

  /** What the last finished refresh made of the workspace. */
  get snapshot(): Snapshot {
    return this.#snapshot;
  }

  /** Notes a file's text; `undefined`: the file has gone. */
  setFile(path: string, text: string | undefined): void {
    this.#pending.set(path, text);
  }

  setFolders(folders: readonly WorkspaceFolder[]): void {
    this.#folders = folders;
    this.#planDue = true;
  }

  setSettings(settings: AnalysisSettings): void {
    this.#settings = settings;
    this.#built.clear();
    const changes = new Map<string, AnalysedFile>();
    for (const file of this.#files) if (file.documents.some(({ problems }) => problems.length > 0)) changes.set(file.path, { ...file, findings: this.#findingsOf(file.documents) });
    this.#files = this.#files.with(changes);
  }

  /** Brings the snapshot up to date, yielding between steps of some milliseconds. One refresh at a time: a new one is begun when the last has ended or been left off. */
  *refresh(): Generator<undefined, Snapshot> {
    yield* this.#readPending();
    if (this.#planDue) {
      const plans = clusterPlan([...this.#skeletons.values()], this.#folders);
      this.#plans = keepEqualPlans(this.#plans, plans);
      this.#membership = membershipOf(this.#plans);
      this.#planDue = false;
      const current = new Set(this.#plans);
      for (const known of [this.#built, this.#outdated]) for (const plan of known.keys()) if (!current.has(plan)) known.delete(plan);
      yield;
    }
    for (const path of this.#dirty) {
      for (const index of this.#membership.get(path) ?? []) {
        const plan = this.#plans[index];
        const built = plan === undefined ? undefined : this.#built.get(plan);
        if (plan === undefined || built === undefined) continue;
        this.#built.delete(plan);
        this.#outdated.set(plan, built);
      }
    }
    this.#dirty.clear();

    for (const plan of this.#plans) {
      if (this.#built.has(plan)) continue;
      const cluster = buildCluster(plan, (path) => this.#files.get(path));
      const allocation = allocate(cluster, this.#settings.defaultProfile, this.#outdated.get(plan)?.allocation);
      yield;
      this.#outdated.delete(plan);
      this.#built.set(plan, { cluster, allocation, findings: runChecks(allocation, this.#settings.severities) });
      yield;
    }
    const clusters = this.#plans.map((plan) => this.#built.get(plan)).filter((cluster) => cluster !== undefined);
    this.#snapshot = { version: this.#snapshot.version + 1, files: this.#files, clusters, membership: this.#membership };
    return this.#snapshot;
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
        if (this.#skeletons.delete(path)) this.#planDue = true;
      } else if (text !== previous?.file.text) {
        const read = yield* this.#read(path, text, previous);
        // A later text may have been noted while this one was read in steps.
        if (this.#pending.get(path) !== text) continue;
        this.#unsaved.set(path, read);
        this.#noteSkeleton(read);
      }
      this.#pending.delete(path);
      this.#dirty.add(path);
    }
    this.#files = this.#files.with(this.#unsaved);
    this.#unsaved.clear();
  }

  *#read(path: string, text: string, previous: AnalysedFile | undefined): Generator<undefined, AnalysedFile> {
    const file = splitDocuments(path, text, previous?.file);
    const known = new Map(previous?.documents.map((facts) => [facts.document, facts]));
    const documents: DocumentFacts[] = [];
    for (const document of file.documents) {
      const kept = known.get(document);
      documents.push(kept ?? readDocument(document));
      if (kept === undefined) yield;
    }
    return { path, file, documents, findings: this.#findingsOf(documents) };
  }

  #findingsOf(documents: readonly DocumentFacts[]): AnalysedFile['findings'] {
    const findings = documents.flatMap((facts) => (facts.problems.length === 0 ? [] : readingFindings(facts, this.#settings.severities)));
    // A templated file is said to be one once, not for each of its documents.
    const first = findings.findIndex(({ code }) => code === 'yaml/unreadable');
    return findings.filter(({ code }, index) => code !== 'yaml/unreadable' || index === first);
  }

  #noteSkeleton(file: AnalysedFile): void {
    const before = this.#skeletons.get(file.path);
    const after = skeletonOf(file, before);
    if (after === before) return;
    this.#skeletons.set(file.path, after);
    this.#planDue = true;
  }
}

/** The new plans, with the old object wherever a cluster's plan has not changed: what was built from it still holds. */
function keepEqualPlans(before: readonly ClusterPlan[], after: readonly ClusterPlan[]): readonly ClusterPlan[] {
  const keyOf = ({ rule, root, name }: ClusterPlan) => `${rule} ${root}\n${name}`;
  const known = new Map(before.map((plan) => [keyOf(plan), plan]));
  return after.map((plan) => {
    const old = known.get(keyOf(plan));
    return old !== undefined && samePlan(old, plan) ? old : plan;
  });
}

function membershipOf(plans: readonly ClusterPlan[]): ReadonlyMap<string, readonly number[]> {
  const membership = new Map<string, number[]>();
  plans.forEach(({ files }, index) => {
    for (const { path } of files) {
      const indexes = membership.get(path);
      if (indexes === undefined) membership.set(path, [index]);
      else if (indexes.at(-1) !== index) indexes.push(index);
    }
  });
  return membership;
}
