import { perObject, sameItems } from '../base/derived.ts';
import { folderOf } from '../base/path.ts';
import type { Cluster } from './cluster.ts';
import type { ClusterPlan, PlannedFile } from './clusterPlan.ts';
import { limits } from './limits.ts';
import type { Resource, ResourceOf } from './resource.ts';
import { kindOf } from './resources/kinds.ts';
import type { IngressBackend } from './resources/networking.ts';
import type { FileFacts } from './skeleton.ts';
import { transform, type Transformation } from './transformation.ts';

/** The cluster that a plan describes, from the files as they are now. A file that is not there any more is left out. */
export function buildCluster(plan: ClusterPlan, lookup: (path: string) => FileFacts | undefined): Cluster {
  return new ClusterBuilder().build(plan, lookup);
}

/** Builds one cluster again and again: files that are the same as before cost next to nothing, and a cluster that has come out as before is the same object. */
export class ClusterBuilder {
  #plan: ClusterPlan | undefined;
  #parts: Part[] = [];
  /** Where in the plan each file stands that stands for itself. */
  #indexes = new Map<string, number>();
  #isPlain = false;
  #cluster: Cluster | undefined;

  /** `edited`: paths of all files that are others than at the last time; absent: any may be. */
  build(plan: ClusterPlan, lookup: (path: string) => FileFacts | undefined, edited?: Iterable<string>): Cluster {
    if (edited === undefined || plan !== this.#plan || !this.#isPlain) {
      this.#plan = plan;
      // What changes a resource may be bounded, or named by another.
      this.#isPlain = plan.files.every(({ transformations }) => transformations.length === 0);
      this.#indexes = new Map(this.#isPlain ? plan.files.map(({ path }, index) => [path, index]) : []);
      if (!this.#isPlain) return this.#keep(gatheredCluster(plan, lookup));
      this.#parts = plan.files.map((file) => partOf(lookup(file.path), file, plan));
      return this.#keep(this.#joined(plan));
    }
    let changed = this.#cluster === undefined;
    for (const path of edited) {
      const index = this.#indexes.get(path);
      const file = index === undefined ? undefined : plan.files[index];
      const before = index === undefined ? undefined : this.#parts[index];
      if (index === undefined || file === undefined || before === undefined) continue;
      const part = partOf(lookup(path), file, plan);
      this.#parts[index] = part;
      changed ||= part.unreadable !== before.unreadable || !sameItems(part.resources, before.resources);
    }
    return changed || this.#cluster === undefined ? this.#keep(this.#joined(plan)) : this.#cluster;
  }

  #keep(cluster: Cluster): Cluster {
    const before = this.#cluster;
    if (before !== undefined && isSameCluster(before, cluster)) return before;
    this.#cluster = cluster;
    return cluster;
  }

  #joined(plan: ClusterPlan): Cluster {
    const resources: Resource[] = [];
    let unreadable = plan.chartTemplates;
    for (const part of this.#parts) {
      unreadable += part.unreadable;
      for (const resource of part.resources) resources.push(resource);
    }
    return clusterOf(plan, resources, unreadable, []);
  }
}

/** What a file that stands for itself gives a cluster. */
interface Part {
  readonly resources: readonly Resource[];
  readonly unreadable: number;
}

const nothing: Part = { resources: [], unreadable: 0 };

function partOf(file: FileFacts | undefined, planned: PlannedFile, plan: ClusterPlan): Part {
  if (file === undefined) return nothing;
  return {
    resources: file.documents.flatMap(({ resources }) => resources.filter((resource) => belongs(resource, planned, plan))),
    unreadable: file.documents.reduce((count, facts) => (facts.unreadable ? count + 1 : count), 0),
  };
}

function clusterOf(plan: ClusterPlan, resources: readonly Resource[], unreadable: number, beyond: Iterable<string>): Cluster {
  return {
    name: plan.name,
    root: plan.root,
    rule: plan.rule,
    resources,
    ...(plan.unmatchedManifests.length === 0 ? {} : { unmatchedManifests: plan.unmatchedManifests }),
    unknowns: { unreadable, kustomize: [...plan.unfollowed, ...beyond] },
  };
}

function isSameCluster(one: Cluster, other: Cluster): boolean {
  return (
    one.name === other.name &&
    one.root === other.root &&
    one.rule === other.rule &&
    one.unknowns.unreadable === other.unknowns.unreadable &&
    sameItems(one.unknowns.kustomize, other.unknowns.kustomize) &&
    sameItems(one.unmatchedManifests ?? [], other.unmatchedManifests ?? []) &&
    sameItems(one.resources, other.resources)
  );
}

function gatheredCluster(plan: ClusterPlan, lookup: (path: string) => FileFacts | undefined): Cluster {
  const gathered: Gathered[] = [];
  let unreadable = plan.chartTemplates;
  let changed = 0;
  const beyond = new Set<string>();
  for (const file of plan.files) {
    for (const facts of lookup(file.path)?.documents ?? []) {
      if (facts.unreadable) unreadable++;
      for (const original of facts.resources) {
        if (!belongs(original, file, plan)) continue;
        if (file.transformations.length > 0 && ++changed > limits.changedResources) {
          beyond.add(file.kustomization ?? file.path);
          break;
        }
        gathered.push({ original, file, resource: file.transformations.reduce(transformed, original) });
      }
    }
  }
  return clusterOf(plan, withServiceNames(gathered), unreadable, beyond);
}

/** The same object each time, so that whoever looks at a cluster again sees that nothing has changed. */
function transformed(resource: Resource, transformation: Transformation): Resource {
  return transformedBy(transformation)(resource);
}

const transformedBy = perObject((transformation: Transformation) => perObject((resource: Resource) => transform(resource, transformation)));

interface Gathered {
  readonly original: Resource;
  readonly file: PlannedFile;
  readonly resource: Resource;
}

/** Kustomizations describe a cluster without being in it; a network or device description counts in its own folder only. */
function belongs(resource: Resource, file: PlannedFile, plan: ClusterPlan): boolean {
  const countsIn = kindOf(resource)?.countsIn;
  if (countsIn === 'none') return false;
  if (countsIn === 'own-folder') return plan.rule === 'root' && folderOf(file.path) === plan.root;
  return file.kustomization === undefined || resource.metadata.annotations['config.kubernetes.io/local-config'] !== 'true';
}

/**
 * Kustomize renames `serviceName` of a StatefulSet and the backends of an Ingress along with the Service. Of several Services that had the name, the one that most kustomizations treat alike with the StatefulSet is meant.
 * kustomize api/filters/nameref
 */
function withServiceNames(gathered: readonly Gathered[]): readonly Resource[] {
  if (!gathered.some(({ file }) => file.transformations.some(renames))) return gathered.map(({ resource }) => resource);
  const services = new Map<string, Gathered[]>();
  for (const each of gathered) {
    if (each.original.type !== 'Service' || each.file.kustomization === undefined) continue;
    const key = serviceKey(each.file, each.resource.metadata.namespace, each.original.metadata.name);
    const others = services.get(key);
    if (others === undefined) services.set(key, [each]);
    else if (others.length < mostCandidates) others.push(each);
  }
  return gathered.map(({ resource, file }) => {
    if (file.kustomization === undefined) return resource;
    const renamed = (name: string): string => {
      const candidates = services.get(serviceKey(file, resource.metadata.namespace, name));
      return (candidates === undefined ? undefined : nearest(candidates, file.transformations))?.resource.metadata.name ?? name;
    };
    if (resource.type === 'Ingress') return withBackends(resource, renamed);
    return resource.type === 'Workload' && resource.serviceName !== undefined
      ? withServiceName(resource, renamed(resource.serviceName))
      : resource;
  });
}

/** Services of one name in one namespace are an error beyond the first; comparing many of them is not worth the time. */
const mostCandidates = 100;

function serviceKey(file: PlannedFile, namespace: string | undefined, name: string): string {
  return JSON.stringify([file.kustomization, namespace, name]);
}

function withServiceName(workload: ResourceOf<'Workload'>, serviceName: string): Resource {
  return serviceName === workload.serviceName ? workload : variant(workload, serviceName, () => ({ ...workload, serviceName }));
}

function withBackends(ingress: ResourceOf<'Ingress'>, renamed: (name: string) => string): Resource {
  const written = [ingress.defaultBackend, ...ingress.rules.flatMap(({ paths }) => paths.map((path) => path.backend))];
  const names = written.map((each) => (each?.serviceName === undefined ? undefined : renamed(each.serviceName)));
  if (written.every((each, index) => each?.serviceName === names[index])) return ingress;
  const backend = (each: IngressBackend | undefined): IngressBackend | undefined =>
    each?.serviceName === undefined ? each : { ...each, serviceName: renamed(each.serviceName) };
  return variant(ingress, JSON.stringify(names), () => ({
    ...ingress,
    defaultBackend: backend(ingress.defaultBackend),
    rules: ingress.rules.map((rule) => ({ ...rule, paths: rule.paths.map((path) => ({ ...path, backend: backend(path.backend) })) })),
  }));
}

/** A manifest with other names in it: the same object each time. */
function variant(resource: Resource, names: string, make: () => Resource): Resource {
  const known = variants(resource);
  let made = known.get(names);
  if (made === undefined) known.set(names, (made = make()));
  return made;
}

const variants: (resource: Resource) => Map<string, Resource> = perObject(() => new Map<string, Resource>());

function nearest(candidates: readonly Gathered[], transformations: readonly Transformation[]): Gathered | undefined {
  let best: Gathered | undefined;
  let bestShared = -1;
  for (const candidate of candidates) {
    const shared = sharedOuter(candidate.file.transformations, transformations);
    if (shared <= bestShared) continue;
    best = candidate;
    bestShared = shared;
  }
  return best;
}

/** How many of the outermost transformations two resources have in common. */
function sharedOuter(one: readonly Transformation[], other: readonly Transformation[]): number {
  let shared = 0;
  while (shared < one.length && shared < other.length && one[one.length - 1 - shared] === other[other.length - 1 - shared]) shared++;
  return shared;
}

function renames({ namePrefix, nameSuffix }: Transformation): boolean {
  return namePrefix !== '' || nameSuffix !== '';
}
