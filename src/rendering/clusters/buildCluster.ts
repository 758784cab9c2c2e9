import { perObject, sameItems } from '../../base/derived.ts';
import { message } from '../../base/message.ts';
import { folderOf } from '../../base/path.ts';
import type { Cluster, RenderingFault } from '../../manifests/cluster.ts';
import type { DocumentFacts } from '../../manifests/read.ts';
import { nameOf } from '../../manifests/metadata.ts';
import type { ReadProblem } from '../../manifests/problems.ts';
import type { Reach } from '../../manifests/reach.ts';
import type { Resource } from '../../manifests/resource.ts';
import { kindOf } from '../../manifests/resources/kinds.ts';
import { isSame } from '../../manifests/same.ts';
import type { Unknown } from '../../manifests/unknown.ts';
import { appliedIn } from './appliedOrder.ts';
import type { ClusterPlan } from './clusterPlan.ts';
import { withForeign } from './foreign.ts';
import { isRendered } from '../renderedDocument.ts';
import { resourceIds } from './resourceIds.ts';
import type { FileFacts } from './skeleton.ts';
import type { ModulesUnit, Unit } from './unit.ts';

/** What a unit renders to, read. The same object as long as it is rendered to the same. */
export interface UnitFacts {
  /** In the order in which the tool prints them, which is that of their creation. */
  readonly documents: readonly DocumentFacts[];
  readonly faults: readonly RenderingFault[];
  /** What could not be rendered. */
  readonly unknowns: readonly Unknown[];
}

/** What a cluster is built from. A file that is not there any more is left out. */
export interface ClusterSources {
  readonly file: (path: string) => FileFacts | undefined;
  readonly unit: (unit: Unit) => UnitFacts;
  /** What is wrong with, and not known of, the objects that apply the units. */
  readonly applying: (plan: ClusterPlan) => UnitFacts;
  /** Whether the agent of an Azure Stack Edge device makes objects of IoT Edge modules in a cluster that holds such resources. */
  readonly runsModules: (resources: readonly Resource[]) => boolean;
}

/** The cluster that a plan describes, from the files as they are now: plain files by path, each unit in the place of its folder. */
export function buildCluster(plan: ClusterPlan, sources: ClusterSources): Cluster {
  return new ClusterBuilder().build(plan, sources);
}

/** Builds one cluster again and again: files and units that are the same as before cost next to nothing, and a cluster that has come out as before is the same object. */
export class ClusterBuilder {
  #plan: ClusterPlan | undefined;
  #order: readonly Member[] = [];
  #parts: Part[] = [];
  /** Where in the order each plain file stands. */
  #indexes: ReadonlyMap<string, number> = new Map();
  #units: readonly UnitFacts[] = [];
  #applying: UnitFacts | undefined;
  #elsewhere: readonly Unknown[] = [];
  #cluster: Cluster | undefined;

  /** `edited`: paths of all plain files that are others than at the last time; absent: any may be. */
  build(plan: ClusterPlan, sources: ClusterSources, edited?: Iterable<string>): Cluster {
    const units = plan.units.map(sources.unit);
    const elsewhere = plan.elsewhere.length === 0 ? [] : unknownElsewhere(plan, sources);
    const known = new Map(plan.units.map((unit, index) => [unit, units[index]]));
    const delivered = deliveredBy(plan, units);
    const partOf = (member: Member): Part =>
      member.isDescription === true
        ? descriptionsIn(sources.file(member.path)?.documents ?? [], plan)
        : member.unit === undefined
          ? partFrom(sources.file(member.path)?.documents ?? [], folderOf(member.path), plan)
          : partFrom(notDelivered(documentsOf(member, known.get(member.unit)?.documents ?? []), member.unit, delivered), undefined, plan);
    const isNew = edited === undefined || plan !== this.#plan;
    let changed = isNew || this.#cluster === undefined || !sameItems(units, this.#units) || !sameUnknowns(elsewhere, this.#elsewhere);
    this.#elsewhere = elsewhere;
    if (isNew) {
      this.#plan = plan;
      this.#applying = plan.problems.length === 0 ? undefined : sources.applying(plan);
      this.#order = inOrder(plan);
      this.#indexes = new Map(this.#order.flatMap(({ path, unit }, index) => (unit === undefined ? [[path, index]] : [])));
      this.#parts = this.#order.map(partOf);
    } else {
      const due = new Set([...edited].map((path) => this.#indexes.get(path)));
      if (changed) this.#order.forEach(({ unit }, index) => unit !== undefined && due.add(index));
      for (const index of due) {
        const member = index === undefined ? undefined : this.#order[index];
        if (index === undefined || member === undefined) continue;
        const part = partOf(member);
        changed ||= !isSamePart(part, this.#parts[index] ?? nothing);
        this.#parts[index] = part;
      }
    }
    this.#units = units;
    return changed || this.#cluster === undefined ? this.#keep(this.#joined(plan, sources)) : this.#cluster;
  }

  #keep(cluster: Cluster): Cluster {
    const before = this.#cluster;
    if (before !== undefined && isSameCluster(before, cluster)) return before;
    this.#cluster = cluster;
    return cluster;
  }

  /** The modules of a device count in its cluster alone, and there behind what a manifest shows of them itself. */
  #withoutModules({ runsModules }: ClusterSources): readonly Part[] {
    const isOfModules = (index: number): boolean => this.#order[index]?.unit?.kind === 'modules';
    const others = this.#parts.filter((_, index) => !isOfModules(index));
    if (others.length === this.#parts.length) return others;
    const written = others.flatMap(({ resources }) => resources);
    if (!runsModules(written)) return others;
    const names = new Set(written.map(nameOf));
    return this.#parts.map((part, index) =>
      isOfModules(index) ? { ...part, resources: part.resources.filter((resource) => !names.has(nameOf(resource))) } : part,
    );
  }

  #joined(plan: ClusterPlan, sources: ClusterSources): Cluster {
    const resources: Resource[] = [];
    const unknowns: Unknown[] = [];
    const madeProblems: ReadProblem[] = [];
    const facts = this.#applying === undefined ? this.#units : [...this.#units, this.#applying];
    for (const part of this.#withoutModules(sources)) {
      for (const resource of part.resources) resources.push(resource);
      for (const unknown of part.unknowns) unknowns.push(unknown);
      for (const problem of part.madeProblems) madeProblems.push(problem);
    }
    for (const unit of facts) for (const unknown of unit.unknowns) unknowns.push(unknown);
    for (const unknown of this.#elsewhere) unknowns.push(unknown);
    if (plan.alternative === 'not-applied') unknowns.push(servicesBeside(plan));
    return {
      name: plan.name,
      root: plan.root,
      rule: plan.rule,
      ...(plan.alternative === undefined ? {} : { alternative: plan.alternative }),
      resources,
      ...(plan.unmatchedManifests.length === 0 ? {} : { unmatchedManifests: plan.unmatchedManifests }),
      ...orderOf(plan),
      ...(facts.length === 0 ? {} : { faults: faultsOf(plan, facts) }),
      ...(madeProblems.length === 0 ? {} : { madeProblems }),
      unknowns: withForeign(unknowns, resources),
    };
  }
}

function orderOf({ units }: ClusterPlan): Pick<Cluster, 'applied'> {
  const deliveries = units.filter(({ kind }) => kind === 'delivery');
  return deliveries.length < 2 ? {} : { applied: appliedIn(deliveries) };
}

/** Whoever applies it will do so beside other things, and their Services may be the ones that it names. */
function servicesBeside({ root }: ClusterPlan): Unknown {
  return {
    sentence: message('{0} is not applied by the entry points around it, and is judged by itself.', root || '.'),
    reach: { kinds: ['Service'], changes: 'nothing' },
  };
}

/** What is applied by nobody that is known lacks nothing for certain: somebody may bring it along, or never apply it at all. */
function faultsOf({ rule, alternative, units }: ClusterPlan, facts: readonly UnitFacts[]): readonly RenderingFault[] {
  const isByHand = rule === 'applied' && alternative === undefined;
  const charts = new Set(units.flatMap(({ kind, folder }) => (kind === 'chart' ? [folder] : [])));
  const faults = facts.flatMap((made, index) => {
    const unit = units[index];
    const mayCome = unit?.kind === 'kustomization' && (isByHand || charts.has(unit.folder));
    return mayCome ? made.faults.map(withFilesToCome) : made.faults;
  });
  if (rule === 'root' || (rule === 'applied' && alternative === undefined)) return faults;
  return faults.filter(({ class: name }) => name !== 'absent-object' && (alternative !== 'not-applied' || name !== 'outside-root'));
}

/** What stands beside GitOps objects and is applied by hand, or in a chart's own folder, may have files that only then are made: of the chart, say. */
const withFilesToCome = perObject((fault: RenderingFault): RenderingFault =>
  fault.class === 'missing-file' && fault.severity === 'error' ? { ...fault, severity: 'unknown' } : fault,
);

/**
 * What GitOps objects apply, by what it is called and the file that it comes from, where a unit that nobody is known to apply may hold the same: a cluster is set up by hand with all that its objects then take over.
 */
function deliveredBy({ units }: ClusterPlan, facts: readonly UnitFacts[]): ReadonlySet<string> {
  const delivered = new Set<string>();
  if (!units.some(mayBeTakenOver)) return delivered;
  for (const [index, unit] of units.entries())
    if (unit.kind === 'delivery')
      for (const document of facts[index]?.documents ?? []) for (const key of takenOverKeys(document)) delivered.add(key);
  return delivered;
}

function mayBeTakenOver({ kind }: Unit): boolean {
  return kind === 'kustomization' || kind === 'chart';
}

function notDelivered(documents: readonly DocumentFacts[], unit: Unit, delivered: ReadonlySet<string>): readonly DocumentFacts[] {
  if (delivered.size === 0 || !mayBeTakenOver(unit)) return documents;
  return documents.filter((document) => {
    const keys = takenOverKeys(document);
    return keys.length === 0 || !keys.every((key) => delivered.has(key));
  });
}

const takenOverKeys = perObject((facts: DocumentFacts): readonly string[] =>
  resourceIds(facts).map((id) => `${id}\n${facts.document.file}`),
);

/** Of a module unit the hub by itself: it is older than anything else on a device. */
function documentsOf({ unit, isHub }: Member, documents: readonly DocumentFacts[]): readonly DocumentFacts[] {
  if (unit?.kind !== 'modules') return documents;
  return documents.filter(({ resources }) => resources.some(({ metadata }) => metadata.name === 'edgehub') === (isHub === true));
}

/** What only variants of other families hold: it may be here, too. Of very many nothing is said but that. */
function unknownElsewhere({ elsewhere }: ClusterPlan, sources: ClusterSources): readonly Unknown[] {
  const unknowns: Unknown[] = [];
  for (const { path, files, units } of elsewhere) {
    const sentence = message('Whether what stands in {0} lives here, too, nothing says.', path);
    const documents = [
      ...files.flatMap((file) => sources.file(file)?.documents ?? []),
      ...units.flatMap((unit) => sources.unit(unit).documents),
    ];
    for (const { resources } of documents)
      for (const resource of resources) {
        const { kind, metadata } = resource;
        const scope = kindOf(resource)?.scope;
        if (scope === 'local') continue;
        const reach: Reach = {
          kinds: [kind],
          names: [metadata.name],
          ...(scope !== 'cluster' && metadata.namespace !== undefined && { namespace: metadata.namespace }),
          changes: 'nothing',
        };
        unknowns.push({ sentence, reach, resource });
        if (unknowns.length >= mostElsewhere) return [{ sentence, reach: { changes: 'nothing' } }];
      }
  }
  return unknowns;
}

const mostElsewhere = 2_000;

function sameUnknowns(one: readonly Unknown[], other: readonly Unknown[]): boolean {
  return one.length === other.length && one.every(({ resource }, index) => resource === other[index]?.resource);
}

interface Member {
  /** Of a unit, what its folder's files come behind. */
  readonly path: string;
  /** Absent for a plain file. */
  readonly unit: Unit | undefined;
  /** Of the modules of a device the hub alone. */
  readonly isHub?: true;
  /** Of a file what describes the cluster alone. */
  readonly isDescription?: true;
}

/** Both lists are sorted; what GitOps objects apply comes last, in the order given. */
function inOrder({ files, descriptions, units: all }: ClusterPlan): readonly Member[] {
  const members: Member[] = [];
  const units = all.filter(({ kind }) => kind !== 'delivery' && kind !== 'modules');
  const modules = all.filter((unit): unit is ModulesUnit => unit.kind === 'modules');
  for (const unit of modules) members.push({ path: '', unit, isHub: true });
  for (const path of descriptions) members.push({ path, unit: undefined, isDescription: true });
  let next = 0;
  const unitsBefore = (path: string | undefined): void => {
    for (let unit = units[next]; unit !== undefined; unit = units[++next]) {
      const folder = `${unit.folder}/`;
      if (path !== undefined && folder >= path) return;
      members.push({ path: folder, unit });
    }
  };
  for (const path of files) {
    unitsBefore(path);
    members.push({ path, unit: undefined });
    for (const unit of modules) if (unit.files[0] === path) members.push({ path, unit });
  }
  unitsBefore(undefined);
  for (const unit of all) if (unit.kind === 'delivery') members.push({ path: '', unit });
  return members;
}

/** What a file or a unit gives a cluster. */
interface Part {
  readonly resources: readonly Resource[];
  readonly unknowns: readonly Unknown[];
  /** Of manifests that a kustomization, a chart or a GitOps object makes. */
  readonly madeProblems: readonly ReadProblem[];
}

const nothing: Part = { resources: [], unknowns: [], madeProblems: [] };

/** `folder`: of a plain file. */
function partFrom(documents: readonly DocumentFacts[], folder: string | undefined, plan: ClusterPlan): Part {
  if (documents.length === 0) return nothing;
  return {
    resources: documents.flatMap(({ resources }) => resources.filter((resource) => belongs(resource, folder, plan))),
    unknowns: documents.flatMap(({ unknowns }) => unknowns ?? []),
    // What comes of modules is judged where it is written.
    madeProblems: documents.flatMap(({ document, problems }) => (isRendered(document) && document.unit.kind !== 'modules' ? problems : [])),
  };
}

function descriptionsIn(documents: readonly DocumentFacts[], plan: ClusterPlan): Part {
  const { resources, unknowns } = partFrom(documents, plan.root, plan);
  return { resources: resources.filter((resource) => kindOf(resource)?.countsIn === 'own-folder'), unknowns, madeProblems: [] };
}

function isSamePart(one: Part, other: Part): boolean {
  return (
    sameItems(one.resources, other.resources) && isSame(one.unknowns, other.unknowns) && sameItems(one.madeProblems, other.madeProblems)
  );
}

function isSameCluster(one: Cluster, other: Cluster): boolean {
  return (
    one.name === other.name &&
    one.root === other.root &&
    one.rule === other.rule &&
    one.alternative === other.alternative &&
    isSame([one.unknowns, one.applied], [other.unknowns, other.applied]) &&
    sameItems(one.unmatchedManifests ?? [], other.unmatchedManifests ?? []) &&
    sameItems(one.faults ?? [], other.faults ?? []) &&
    sameItems(one.madeProblems ?? [], other.madeProblems ?? []) &&
    sameItems(one.resources, other.resources)
  );
}

/** Kustomizations describe a cluster without being in it; a network or device description counts in its own folder only, as it stands there. */
function belongs(resource: Resource, folder: string | undefined, plan: ClusterPlan): boolean {
  const countsIn = kindOf(resource)?.countsIn;
  if (countsIn === 'none') return false;
  return countsIn !== 'own-folder' || (plan.rule === 'root' && folder === plan.root);
}
